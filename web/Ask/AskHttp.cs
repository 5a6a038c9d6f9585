using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Ask;

/// <summary>Takes the form in: on to the request's page, or back to the form with the reason at its field.</summary>
internal static class AskHttp
{
    public static void MapAsk(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ask", PostAsync).DisableAntiforgery(); // OwnFormsOnly guards it, without a cookie
        routes.MapReading("/ask", (HttpRequest request) => Results.Redirect($"/{request.QueryString}"));
    }

    private static async Task<IResult> PostAsync(HttpContext context, CoordinatorGrpc coordinator, VisitorMark visitors, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
            return Answers.Refuse(context, Refusal.Invalid("form.unreadable", "", "This was not sent as a form. Send the fields as application/x-www-form-urlencoded."));
        var form = AskForm.Read(await context.Request.ReadFormAsync(cancellationToken));
        return await SubmitAsync(form, visitors.Of(context.Connection.RemoteIpAddress), coordinator, cancellationToken) switch
        {
            SubmitOutcome.Accepted accepted => Answers.SeeOther(context, $"/requests/{Uri.EscapeDataString(accepted.RequestId)}"),
            SubmitOutcome.Refused refused => await RefuseAsync(context, form, refused.Refusal, coordinator, cancellationToken),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<SubmitOutcome> SubmitAsync(AskForm form, string requester, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        try
        {
            return AskReader.Read(form) switch
            {
                AskOutcome.Read read => await coordinator.SubmitAsync(read.Ask with { Requester = requester }, cancellationToken),
                AskOutcome.Refused refused => new SubmitOutcome.Refused(refused.Refusal),
                var other => throw new InvalidOperationException($"No answer for {other}."),
            };
        }
        catch (CoordinatorAwayException away)
        {
            // Not left to Outage: the visitor's words must come back with the message.
            return new SubmitOutcome.Refused(away.Refusal);
        }
    }

    private static async Task<IResult> RefuseAsync(HttpContext context, AskForm form, Refusal refusal, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        if (Answers.WantsJson(context.Request))
            return Answers.Refuse(context, refusal);
        Answers.SayWhenToRetry(context, refusal);
        var ask = new AskView { Form = form, Bundles = await BundlesAsync(coordinator, cancellationToken), Refusal = refusal };
        return Answers.Page<RefusedAskPage>(context, new { Ask = ask }, refusal.Status);
    }

    private static async Task<IReadOnlyList<BundleView>> BundlesAsync(CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        try
        {
            return await coordinator.ListBundlesAsync(cancellationToken);
        }
        catch (CoordinatorAwayException)
        {
            return []; // the form then shows plain fields, with what was typed
        }
    }
}
