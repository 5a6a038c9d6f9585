using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Web.Coordinator;
using Microsoft.AspNetCore.Components;

namespace LaionGrid.Web.Site;

/// <summary>The few shapes an answer has: a page, JSON, or a refusal in whichever of the two the asker reads.</summary>
internal static class Answers
{
    private const string Never = "no-store";
    private static readonly TimeSpan Briefly = TimeSpan.FromSeconds(5);

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>A page that is made for one visitor or is true for one moment.</summary>
    public static IResult Page<T>(HttpContext context, object parameters, int status = StatusCodes.Status200OK) where T : IComponent
    {
        context.Response.Headers.CacheControl = Never;
        return new PageResult<T>(parameters, status);
    }

    /// <summary>A page that is the same for everybody, so that it is kept, here and in any cache in front, and answers a crowd.</summary>
    /// <param name="keep">For how long it may be shown after it was made; null takes 5 s.</param>
    public static IResult PublicPage<T>(HttpContext context, object parameters, TimeSpan? keep = null) where T : IComponent
    {
        AllowKeeping(context, keep);
        return new PageResult<T>(parameters, StatusCodes.Status200OK);
    }

    /// <inheritdoc cref="PublicPage{T}"/>
    public static IResult PublicJson<T>(HttpContext context, T value, TimeSpan? keep = null)
    {
        AllowKeeping(context, keep);
        return Results.Json(value, Json);
    }

    /// <summary>JSON that is made for one visitor or is true for one moment.</summary>
    public static IResult OwnJson<T>(HttpContext context, T value)
    {
        context.Response.Headers.CacheControl = Never;
        return Results.Json(value, Json);
    }

    /// <summary>
    /// Lets caches that many share keep an answer. A browser asks each time, which costs no bytes while nothing changed: what its person changed, or what was taken
    /// down, is seen at once. Ours is told what must go (<see cref="PublicCache"/>); those in front forget by themselves.
    /// </summary>
    public static void AllowKeeping(HttpContext context, TimeSpan? keep = null) =>
        context.Response.Headers.CacheControl = $"public, must-revalidate, max-age=0, s-maxage={Units.WholeSeconds(keep ?? Briefly)}";

    /// <summary>Sends the asker on, with GET, to what its post made.</summary>
    public static IResult SeeOther(HttpContext context, string location)
    {
        context.Response.Headers.Location = location;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    public static IResult Refuse(HttpContext context, Refusal refusal)
    {
        SayWhenToRetry(context, refusal);
        context.Response.Headers.CacheControl = Never;
        return WantsJson(context.Request)
            ? Results.Json(new { refusal.Code, refusal.Message, refusal.Field }, Json, statusCode: refusal.Status)
            : Page<RefusalPage>(context, new { refusal }, refusal.Status);
    }

    public static void SayWhenToRetry(HttpContext context, Refusal refusal)
    {
        if (refusal.RetryAfter > TimeSpan.Zero)
            context.Response.Headers.RetryAfter = Units.WholeSeconds(refusal.RetryAfter);
    }

    public static bool WantsJson(HttpRequest request) =>
        request.Path.Value?.EndsWith(".json", StringComparison.Ordinal) == true
        || request.Path.StartsWithSegments("/api/v1") || request.Path.StartsWithSegments("/v1")
        || request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
}
