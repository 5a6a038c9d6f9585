using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Progress;

/// <summary>
/// A request's page, its live events, and its buttons. Whoever asked without an account has the request's key in the address that the form
/// leads to; the page's script takes it out of there and keeps it, so that an address which is passed on gives nobody the buttons.
/// </summary>
internal static class ProgressHttp
{
    private const string Withdrawn = "withdrawn";

    public static void MapProgress(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/requests/{requestId}", SiteRoutes.Reading, ShowAsync);
        routes.MapGet("/requests/{requestId}/events", StreamAsync);
        routes.MapPost("/requests/{requestId}/cancel", CancelAsync).DisableAntiforgery(); // OwnFormsOnly guards all three
        routes.MapPost("/requests/{requestId}/retry", RetryAsync).DisableAntiforgery();
        routes.MapPost("/requests/{requestId}/withdraw", WithdrawAsync).DisableAntiforgery();
    }

    /// <summary>The page of a request, with the key of whoever made it without an account.</summary>
    public static string AddressOf(string requestId, string key) =>
        $"/requests/{Uri.EscapeDataString(requestId)}{(key.Length > 0 ? $"?key={Uri.EscapeDataString(key)}" : "")}";

    private static async Task<IResult> ShowAsync(string requestId, string? key, string? said, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        if (await coordinator.FindRequestAsync(requestId, context.Person(), cancellationToken) is not { } request)
            return Results.NotFound();
        context.Response.Headers["X-Robots-Tag"] = "noindex"; // true for a moment, and not for everybody
        return Answers.WantsJson(context.Request)
            ? Answers.OwnJson(context, ProgressEvent.Of(request))
            : Answers.Page<ProgressPage>(context, new { Request = request, Key = key ?? "", IsWithdrawn = said == Withdrawn });
    }

    private static async Task<IResult> StreamAsync(string requestId, HttpContext context, ProgressStream stream) =>
        await stream.WriteAsync(requestId, context) ? Results.Empty : Results.NotFound();

    private static async Task<IResult> CancelAsync(string requestId, HttpContext context, AskingGrpc asking, CancellationToken cancellationToken)
    {
        var claim = await ReadAsync(requestId, context, cancellationToken);
        return Answer(await asking.CancelAsync(claim, context.Person(), cancellationToken), claim, context);
    }

    private static async Task<IResult> RetryAsync(string requestId, HttpContext context, AskingGrpc asking, CancellationToken cancellationToken)
    {
        var claim = await ReadAsync(requestId, context, cancellationToken);
        return Answer(await asking.RetryAsync(claim, context.Person(), cancellationToken), claim, context);
    }

    private static async Task<IResult> WithdrawAsync(string requestId, HttpContext context, ReleasesGrpc releases, CancellationToken cancellationToken)
    {
        var claim = await ReadAsync(requestId, context, cancellationToken);
        if (await releases.WithdrawAsync(claim, context.Person(), cancellationToken) is { } refusal)
            return Answers.Refuse(context, refusal);
        var address = AddressOf(requestId, claim.Key);
        return Answers.SeeOther(context, $"{address}{(address.Contains('?') ? '&' : '?')}said={Withdrawn}");
    }

    private static async Task<RequestClaim> ReadAsync(string requestId, HttpContext context, CancellationToken cancellationToken) =>
        new(requestId, context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(cancellationToken))["key"].ToString() : "");

    private static IResult Answer(ChangeOutcome outcome, RequestClaim claim, HttpContext context) => outcome switch
    {
        ChangeOutcome.Changed changed => Answers.SeeOther(context, AddressOf(changed.Request.RequestId, claim.Key)),
        ChangeOutcome.Refused refused => Answers.Refuse(context, refused.Refusal),
        var other => throw new InvalidOperationException($"No answer for {other}."),
    };
}
