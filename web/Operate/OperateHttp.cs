using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Desk;
using LaionGrid.Web.Moderation;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Operate;

/// <summary>The operator's desk: workers, jobs, bundles, what looks wrong, announcements, and the record of acts.</summary>
internal static class OperateHttp
{
    public static void MapOperate(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/operate", SiteRoutes.Reading, ShowAsync);
        routes.MapMethods("/operate/workers", SiteRoutes.Reading, ShowWorkersAsync);
        routes.MapMethods("/operate/suspects", SiteRoutes.Reading, ShowSuspectsAsync);
        routes.MapMethods("/operate/jobs", SiteRoutes.Reading, ShowJobsAsync);
        routes.MapMethods("/operate/acts", SiteRoutes.Reading, ShowActsAsync);
        routes.MapPost("/operate/{deed}", (string deed, HttpContext context, DeskGrpc desk, ModerationGrpc moderation, CancellationToken cancellationToken) =>
            context.ForOperatorAsync(person => ActAsync(person, deed, context, desk, moderation, cancellationToken)));
    }

    private static Task<IResult> ShowAsync(HttpContext context, DeskGrpc desk, ModerationGrpc moderation, CancellationToken cancellationToken) => context.ForOperatorAsync(async person =>
    {
        var (vitals, bundles, announcements) = (desk.GetVitalsAsync(person, cancellationToken), desk.ListBundlesAsync(person, cancellationToken), moderation.ListAnnouncementsAsync(cancellationToken));
        await Task.WhenAll(vitals, bundles, announcements);
        return Answers.Page<OperatePage>(context, new { Vitals = await vitals, Bundles = await bundles, Announcements = await announcements });
    });

    private static Task<IResult> ShowWorkersAsync(HttpContext context, DeskGrpc desk, CancellationToken cancellationToken, string search = "", bool stopped = false, string before = "") => context.ForOperatorAsync(async person =>
    {
        var part = search.Length > 40 ? search[..40] : search;
        return Answers.Page<OperateWorkersPage>(context, new { Workers = await desk.ListWorkersAsync(person, part, stopped, before, cancellationToken), Search = part, OnlyStopped = stopped });
    });

    private static Task<IResult> ShowSuspectsAsync(HttpContext context, DeskGrpc desk, CancellationToken cancellationToken) => context.ForOperatorAsync(async person =>
        Answers.Page<OperateWorkersPage>(context, new { Workers = await desk.ListSuspectsAsync(person, cancellationToken), AreSuspects = true }));

    private static Task<IResult> ShowJobsAsync(HttpContext context, DeskGrpc desk, CancellationToken cancellationToken, string state = "", string id = "", string before = "") => context.ForOperatorAsync(async person =>
        Answers.Page<OperateJobsPage>(context, new { Jobs = await desk.ListJobsAsync(person, state, id, before, cancellationToken) ?? [], State = state, Id = id }));

    private static Task<IResult> ShowActsAsync(HttpContext context, ModerationGrpc moderation, CancellationToken cancellationToken, string account = "", string subject = "", string before = "") => context.ForOperatorAsync(async person =>
        Answers.Page<OperateActsPage>(context, new { Acts = await moderation.ListActsAsync(person, before, account, subject, cancellationToken), Account = account, Subject = subject }));

    private static async Task<IResult> ActAsync(Person person, string deed, HttpContext context, DeskGrpc desk, ModerationGrpc moderation, CancellationToken cancellationToken)
    {
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var (id, why) = (fields["id"].ToString(), fields["why"].ToString().Trim());
        var number = int.TryParse(fields["number"], out var asked) ? asked : 0;
        var refusal = deed switch
        {
            "pause" => await desk.PauseAsync(person, id, isPaused: true, cancellationToken),
            "resume" => await desk.PauseAsync(person, id, isPaused: false, cancellationToken),
            "suspend" => await desk.SuspendAsync(person, id, number, why, cancellationToken),
            "cancel" => await desk.CancelAsync(person, id, cancellationToken),
            "requeue" => await desk.RequeueAsync(person, id, why, cancellationToken),
            "hide" => await desk.HideAsync(person, id, isHidden: true, why, cancellationToken),
            "show" => await desk.HideAsync(person, id, isHidden: false, why, cancellationToken),
            "announce" => await moderation.AnnounceAsync(person, fields["text"].ToString(), number, cancellationToken),
            "end-announcement" => await moderation.EndAnnouncementAsync(person, id, cancellationToken),
            _ => new() { Kind = RefusalKind.NotFound, Code = "deed.unknown", Message = "There is no such lever. Go back and use one of the buttons." },
        };
        return refusal is null ? Answers.SeeOther(context, PageAfter(deed)) : Answers.Refuse(context, refusal);
    }

    private static string PageAfter(string deed) => deed switch
    {
        "pause" or "resume" or "suspend" => "/operate/workers",
        "cancel" or "requeue" => "/operate/jobs",
        _ => "/operate",
    };
}
