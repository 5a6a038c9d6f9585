using LaionGrid.Web.Ask.Sources;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Progress;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Mvc;

namespace LaionGrid.Web.Ask;

/// <summary>
/// Shows the form, whose state is its address; tells what it would come to; and takes it in: on to the request's page, or back to the form
/// with the reason at its field.
/// </summary>
internal static class AskHttp
{
    public static void MapAsk(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ask", PostAsync).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(BringSources.MaxFormBytes)); // OwnFormsOnly guards it, without a cookie
        routes.MapMethods("/ask", SiteRoutes.Reading, ShowAsync);
        routes.MapMethods("/ask/estimate", SiteRoutes.Reading, EstimateAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, LoadAsk load, VisitorMark visitors, CancellationToken cancellationToken)
    {
        var form = AskForm.Read(context.Request.Query).WithNewKey() with { Release = "" };
        return Answers.Page<AskPage>(context, new { Ask = await load.RunAsync(form, visitors.AskerOf(context), cancellationToken) });
    }

    /// <summary>The words of the form's button and note, for its script.</summary>
    private static async Task<IResult> EstimateAsync(HttpContext context, LoadAsk load, CoordinatorGrpc coordinator, VisitorMark visitors, CancellationToken cancellationToken)
    {
        var form = AskForm.Read(context.Request.Query);
        var (estimate, refusal) = await load.EstimateAsync(form, visitors.AskerOf(context), cancellationToken);
        var bundles = estimate?.Nearest is null ? [] : await coordinator.ListBundlesAsync(cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(EstimateRecord.Of(new() { Form = form, Bundles = bundles, Estimate = estimate, EstimateRefusal = refusal }), Answers.Json);
    }

    private static async Task<IResult> PostAsync(HttpContext context, CoordinatorGrpc coordinator, BringSources bring, LoadAsk load, VisitorMark visitors, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
            return Answers.Refuse(context, Refusal.Invalid("form.unreadable", "", "This was not sent as a form. Send the fields as application/x-www-form-urlencoded."));
        var posted = await context.Request.ReadFormAsync(cancellationToken);
        var asker = visitors.AskerOf(context);
        var (form, refusal) = await BringAsync(AskForm.Read(posted), posted.Files, asker, bring, cancellationToken);
        return refusal is not null ? await RefuseAsync(context, form, refusal, asker, load, cancellationToken) : await SubmitAsync(form, asker, visitors, coordinator, cancellationToken) switch
        {
            SubmitOutcome.Accepted accepted => Answers.SeeOther(context, ProgressHttp.AddressOf(accepted.RequestId, accepted.Key)),
            SubmitOutcome.Refused refused => await RefuseAsync(context, form, refused.Refusal, asker, load, cancellationToken),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<(AskForm Form, Refusal? Refusal)> BringAsync(AskForm form, IFormFileCollection files, Asker asker, BringSources bring, CancellationToken cancellationToken)
    {
        try
        {
            return await bring.RunAsync(form, files, asker, cancellationToken);
        }
        catch (CoordinatorAwayException away)
        {
            return (form, away.Refusal); // likewise with the visitor's words
        }
    }

    private static async Task<SubmitOutcome> SubmitAsync(AskForm form, Asker asker, VisitorMark visitors, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        try
        {
            return AskReader.Read(form) switch
            {
                AskOutcome.Read read => await coordinator.SubmitAsync(read.Ask with { Requester = asker.Mark, RequestKey = visitors.Own(read.Ask.RequestKey, asker) }, asker.Person, cancellationToken),
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

    private static async Task<IResult> RefuseAsync(HttpContext context, AskForm form, Refusal refusal, Asker asker, LoadAsk load, CancellationToken cancellationToken)
    {
        if (Answers.WantsJson(context.Request))
            return Answers.Refuse(context, refusal);
        Answers.SayWhenToRetry(context, refusal);
        return Answers.Page<RefusedAskPage>(context, new { Ask = await load.RunRefusedAsync(form, refusal, asker, cancellationToken) }, refusal.Status);
    }
}
