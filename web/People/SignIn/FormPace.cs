using System.Threading.RateLimiting;
using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Bounds how many forms about signing in one address of the network sends in a minute, whoever it means.</summary>
internal sealed class FormPace(IOptions<PeopleOptions> options, VisitorMark visitors) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(visitor => RateLimitPartition.GetFixedWindowLimiter(
        visitor, _ => new() { PermitLimit = options.Value.FormsPerMinute, Window = Window, QueueLimit = 0 }));

    /// <summary>Null when this form may be read.</summary>
    public Refusal? Take(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(visitors.Of(context.Connection.RemoteIpAddress));
        if (lease.IsAcquired)
            return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        return new()
        {
            Kind = RefusalKind.TooMany,
            Code = "form.too_many",
            Message = $"Too many forms came from your network in the last minute, so this one was not read. Send it again in {Units.WholeSeconds(wait)} s.",
            RetryAfter = wait,
        };
    }

    public void Dispose() => _limiter.Dispose();
}

internal static class FormPaceRoutes
{
    /// <summary>Posts to these addresses are paced.</summary>
    public static TBuilder Paced<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter((invocation, next) =>
        HttpMethods.IsPost(invocation.HttpContext.Request.Method) && invocation.HttpContext.RequestServices.GetRequiredService<FormPace>().Take(invocation.HttpContext) is { } refusal
            ? ValueTask.FromResult<object?>(Answers.Refuse(invocation.HttpContext, refusal))
            : next(invocation));
}
