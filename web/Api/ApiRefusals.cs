using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Api;

/// <summary>Turns refusals and outages behind the API's addresses into answers that programs read: in the shape of our own API, or of the one that we speak for others' sake.</summary>
internal sealed class ApiRefusals(ApiShape shape) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RefusedException refused) when (!context.HttpContext.Response.HasStarted)
        {
            return Answer(context.HttpContext, shape, refused.Refusal);
        }
        catch (CoordinatorAwayException away) when (!context.HttpContext.Response.HasStarted)
        {
            return Answer(context.HttpContext, shape, away.Refusal);
        }
    }

    public static IResult Answer(HttpContext context, ApiShape shape, Refusal refusal)
    {
        Answers.SayWhenToRetry(context, refusal);
        context.Response.Headers.CacheControl = "no-store";
        // Some clients try again by themselves, and would at answers that no trying again can change.
        context.Response.Headers["x-should-retry"] = refusal.Kind is RefusalKind.Busy or RefusalKind.TooMany ? "true" : "false";
        if (refusal.Kind == RefusalKind.Unauthenticated)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return shape == ApiShape.Own
            ? Results.Json(new ApiError(refusal.Code, refusal.Message, refusal.Field), Answers.Json, statusCode: refusal.Status)
            : Results.Json(new OpenAiError(new(refusal.Message, TypeOf(refusal.Kind), refusal.Field is { Length: > 0 } field ? field : null, CodeOf(refusal))), OpenAiJson.Options, statusCode: refusal.Status);
    }

    private static string TypeOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Unauthenticated => "authentication_error",
        RefusalKind.NotAllowed => "permission_error",
        RefusalKind.TooMany => "rate_limit_error",
        RefusalKind.Busy or RefusalKind.Failed => "server_error",
        _ => "invalid_request_error",
    };

    // The one code that clients look for by name.
    private static string CodeOf(Refusal refusal) => refusal.Code.StartsWith("prompt.refused", StringComparison.Ordinal) ? "content_policy_violation" : refusal.Code;
}

/// <summary>Whose shape an answer has.</summary>
internal enum ApiShape
{
    Own,
    OpenAi,
}

/// <summary>Why something was not done.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">For people.</param>
/// <param name="Field">At fault; empty when none is.</param>
internal sealed record ApiError(string Code, string Message, string Field);
