using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace LaionGrid.Web.Site;

/// <summary>
/// Keeps an answer for as long as it tells a shared cache to. Who asks makes no difference: a public page looks at neither cookie nor key, and an answer that
/// sets a cookie after all is not kept.
/// </summary>
internal sealed class PublicPolicy : IOutputCachePolicy
{
    public const string Name = "public";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = true;
        context.AllowLocking = true; // a crowd that finds nothing kept waits for one answer instead of asking for many
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.VaryByValues[HeaderNames.AcceptEncoding] = Encodings.Best(request);
        context.Tags.Add(PublicCache.Everything);
        context.Tags.Add(FirstSegment(request.Path));
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Says whether an answer is kept, and for how long. The cache takes the time when the first byte is written, before it asks its policies: so this is called ahead of that.</summary>
    public static void Settle(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>()?.Context is not { } kept)
            return;
        var response = context.Response;
        var isForAll = response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0;
        var age = isForAll && response.GetTypedHeaders().CacheControl is { Public: true } says ? says.SharedMaxAge ?? says.MaxAge : null;
        kept.AllowCacheStorage = age is not null;
        kept.ResponseExpirationTimeSpan = age < Longest ? age : Longest;
    }

    private static string FirstSegment(PathString path) => path.Value is { Length: > 1 } value ? value.Split('/', 3)[1] : "home";
}
