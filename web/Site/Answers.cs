using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Web.Coordinator;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LaionGrid.Web.Site;

/// <summary>The few shapes an answer has: a page, JSON, or a refusal in whichever of the two the asker reads.</summary>
internal static class Answers
{
    private const string Never = "no-store";
    private const string Briefly = "public, max-age=5";

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>A page that is made for one visitor or is true for one moment.</summary>
    public static IResult Page<T>(HttpContext context, object parameters, int status = StatusCodes.Status200OK) where T : IComponent
    {
        context.Response.Headers.CacheControl = Never;
        return new RazorComponentResult<T>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>A page that is the same for everybody, so a cache in front may answer a crowd.</summary>
    public static IResult PublicPage<T>(HttpContext context, object parameters) where T : IComponent
    {
        context.Response.Headers.CacheControl = Briefly;
        return new RazorComponentResult<T>(parameters) { PreventStreamingRendering = true };
    }

    public static IResult PublicJson<T>(HttpContext context, T value)
    {
        context.Response.Headers.CacheControl = Briefly;
        return Results.Json(value, Json);
    }

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
        || request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
}
