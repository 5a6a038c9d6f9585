using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Desk;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Moderation;

/// <summary>A moderator's desk: reports that wait, pictures that nobody has looked at, and decisions.</summary>
internal static class ModerateHttp
{
    public static void MapModerate(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/moderate", SiteRoutes.Reading, ShowReportsAsync);
        routes.MapPost("/moderate/reports/{reportId}", (string reportId, HttpContext context, ModerationGrpc moderation, PublicCache kept, CancellationToken cancellationToken) =>
            context.ForModeratorAsync(person => DecideAsync(person, reportId, context, moderation, kept, cancellationToken)));
        routes.MapMethods("/moderate/pictures", SiteRoutes.Reading, ShowPicturesAsync);
        routes.MapPost("/moderate/pictures/{jobId}", (string jobId, HttpContext context, ModerationGrpc moderation, PublicCache kept, CancellationToken cancellationToken) =>
            context.ForModeratorAsync(person => CheckAsync(person, jobId, context, moderation, kept, cancellationToken)));
        routes.MapMethods("/moderate/pictures/{jobId}.png", SiteRoutes.Reading, SendPngAsync);
    }

    private static Task<IResult> ShowReportsAsync(HttpContext context, ModerationGrpc moderation, CancellationToken cancellationToken, string after = "") => context.ForModeratorAsync(async person =>
        Answers.Page<ModeratePage>(context, new { Queue = await moderation.ListReportsAsync(person, after, cancellationToken), IsFirst = after.Length == 0 }));

    private static Task<IResult> ShowPicturesAsync(HttpContext context, ModerationGrpc moderation, CancellationToken cancellationToken, string check = "unsafe", string before = "") => context.ForModeratorAsync(async person =>
    {
        var shown = Enum.TryParse<PictureCheck>(check, ignoreCase: true, out var known) && Enum.IsDefined(known) && known != PictureCheck.None ? known : PictureCheck.Unsafe;
        return Answers.Page<ModeratePicturesPage>(context, new { Pictures = await moderation.ListPicturesAsync(person, [shown], before, cancellationToken), Check = shown });
    });

    private static Task<IResult> SendPngAsync(string jobId, HttpContext context, ModerationGrpc moderation, CancellationToken cancellationToken) => context.ForModeratorAsync(async person =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return await moderation.FetchPictureAsync(person, jobId, cancellationToken) is { } bytes ? Results.Bytes(bytes, "image/png") : Results.NotFound();
    });

    private static async Task<IResult> DecideAsync(Person person, string reportId, HttpContext context, ModerationGrpc moderation, PublicCache kept, CancellationToken cancellationToken)
    {
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        if (!Enum.TryParse<Decision>(fields["decision"], out var decision) || !Enum.IsDefined(decision))
            return Answers.Refuse(context, Refusal.Invalid("decision.unknown", "decision", "No decision was sent. Go back and choose one of the buttons."));
        var days = int.TryParse(fields["suspend"], out var asked) ? asked : 0;
        var refusal = await moderation.DecideAsync(person, reportId, decision, fields["why"].ToString().Trim(), fields["warn"] == "true", days, cancellationToken);
        await kept.EvictAsync(PublicCache.Everything, cancellationToken); // what is taken down is gone at once
        return refusal is null ? Answers.SeeOther(context, "/moderate") : Answers.Refuse(context, refusal);
    }

    private static async Task<IResult> CheckAsync(Person person, string jobId, HttpContext context, ModerationGrpc moderation, PublicCache kept, CancellationToken cancellationToken)
    {
        var fields = await context.Request.ReadFormAsync(cancellationToken);
        var why = fields["why"].ToString().Trim();
        var refusal = fields["deed"].ToString() switch
        {
            "clear" => await moderation.CheckAsync(person, jobId, isSafe: true, why, cancellationToken),
            "withhold" => await moderation.CheckAsync(person, jobId, isSafe: false, why, cancellationToken),
            "take-down" when Enum.TryParse<Concern>(fields["reason"], out var reason) && Enum.IsDefined(reason) => await moderation.TakeDownAsync(person, jobId, fields["scope"].ToString(), reason, why, cancellationToken),
            _ => Refusal.Invalid("deed.unknown", "deed", "Nothing was chosen. Go back and use one of the buttons."),
        };
        await kept.EvictAsync(PublicCache.Everything, cancellationToken);
        return refusal is null ? Answers.SeeOther(context, $"/moderate/pictures?check={Uri.EscapeDataString(fields["check"].ToString())}") : Answers.Refuse(context, refusal);
    }
}
