using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Desk;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Moderation;

/// <summary>Reporting a picture without signing in, the address that tells what came of it, and appeals.</summary>
internal static class ReportHttp
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/report/{jobId}", SiteRoutes.Reading, AskAsync);
        routes.MapPost("/report/{jobId}", FileAsync);
        routes.MapMethods("/reports/{reportId}", SiteRoutes.Reading, ShowAsync);
        routes.MapMethods("/appeal", SiteRoutes.Reading, (HttpContext context) => Form(context, new(ReportPurpose.RefusedPrompt, "")));
        routes.MapPost("/appeal", AppealPromptAsync);
        routes.MapMethods("/appeal/{jobId}", SiteRoutes.Reading, (string jobId, HttpContext context) => Form(context, new(ReportPurpose.Appeal, jobId)));
        routes.MapPost("/appeal/{jobId}", AppealAsync);
    }

    private static async Task<IResult> AskAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is null ? Results.NotFound() : Form(context, new(ReportPurpose.Picture, jobId));

    private static async Task<IResult> FileAsync(string jobId, HttpContext context, ModerationGrpc moderation, VisitorMark marks, CancellationToken cancellationToken)
    {
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var form = new ReportForm(ReportPurpose.Picture, jobId) { Words = fields["words"].ToString().Trim() };
        if (!Enum.TryParse<Concern>(fields["concern"], out var concern) || ConcernNames.OfPictures.All(one => one.Concern != concern))
            return Form(context, form with { Refusal = Refusal.Invalid("concern.unknown", "concern", "Choose what the report is about.") });
        form = form with { Concern = concern };
        return After(context, form, await moderation.ReportAsync(context.Person(), jobId, concern, form.Words, marks.Of(context.Connection.RemoteIpAddress), cancellationToken));
    }

    private static async Task<IResult> AppealPromptAsync(HttpContext context, ModerationGrpc moderation, VisitorMark marks, CancellationToken cancellationToken)
    {
        var form = new ReportForm(ReportPurpose.RefusedPrompt, "") { Words = (await context.Request.ReadFormAsync(cancellationToken))["words"].ToString().Trim() };
        return After(context, form, await moderation.ReportAsync(context.Person(), "", Concern.RefusedPrompt, form.Words, marks.Of(context.Connection.RemoteIpAddress), cancellationToken));
    }

    private static async Task<IResult> AppealAsync(string jobId, HttpContext context, ModerationGrpc moderation, CancellationToken cancellationToken)
    {
        var form = new ReportForm(ReportPurpose.Appeal, jobId) { Words = (await context.Request.ReadFormAsync(cancellationToken))["words"].ToString().Trim() };
        return After(context, form, await moderation.ContestAsync(context.Person(), jobId, form.Words, cancellationToken));
    }

    private static async Task<IResult> ShowAsync(string reportId, HttpContext context, ModerationGrpc moderation, CancellationToken cancellationToken) =>
        await moderation.FindReportAsync(reportId, cancellationToken) is { } report ? Answers.Page<ReportPage>(context, new { Report = report }) : Results.NotFound();

    private static IResult After(HttpContext context, ReportForm form, ReportOutcome outcome) => outcome switch
    {
        ReportOutcome.Filed filed => Answers.SeeOther(context, $"/reports/{filed.Report.Id}"),
        ReportOutcome.Refused { Refusal: { Kind: RefusalKind.Invalid } refusal } => Form(context, form with { Refusal = refusal }),
        ReportOutcome.Refused refused => Answers.Refuse(context, refused.Refusal),
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };

    private static IResult Form(HttpContext context, ReportForm form) => Answers.Page<ReportFormPage>(context, new { Form = form }, form.Refusal?.Status ?? StatusCodes.Status200OK);
}

/// <summary>What the form is for.</summary>
public enum ReportPurpose
{
    Picture,
    RefusedPrompt,
    Appeal,
}

/// <summary>The form as it was filled in, and what was wrong with it.</summary>
public sealed record ReportForm(ReportPurpose Purpose, string JobId)
{
    public Concern? Concern { get; init; }

    public string Words { get; init; } = "";

    public Refusal? Refusal { get; init; }
}
