using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Gallery;
using LaionGrid.Web.Network;
using LaionGrid.Web.Progress;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Api;

/// <summary>Our own API: ask, watch, fetch and cancel; and what anybody may read.</summary>
internal static class ApiHttp
{
    public const string Root = "/api/v1";

    private const int MostPictures = 100;
    private const int MostRows = 100;

    public static void MapOwnApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup(Root, ApiShape.Own);
        api.MapPost("/requests", SubmitAsync).WithSummary("Ask for pictures").Accepts<ApiAsk>("application/json")
            .WithDescription("Sent twice with the same Idempotency-Key it asks once. Without a key it belongs to nobody and is public.").Produces<ProgressEvent>(StatusCodes.Status202Accepted).ProducesRefusals(400, 401, 403, 429, 503);
        api.MapGet("/requests/{id}", GetAsync).WithSummary("A request as it stands").Produces<ProgressEvent>().ProducesRefusals(401, 404, 429, 503);
        api.MapDelete("/requests/{id}", CancelAsync).WithSummary("Cancel what is not rendered yet")
            .WithDescription("What was asked without a key is cancelled with the Idempotency-Key that it was asked with.").Produces<ProgressEvent>().ProducesRefusals(401, 403, 404, 429, 503);
        api.MapGet("/requests/{id}/events", WatchAsync).WithSummary("The request again at each change, as server-sent events")
            .WithDescription("Each event is named \"request\" and holds the same object as the request itself. The stream ends after the one with isFinal true.").Produces<ProgressEvent>(200, "text/event-stream").ProducesRefusals(401, 404, 429, 503);
        MapReads(api);
    }

    /// <summary>Programs in other sites' pages may read these.</summary>
    private static void MapReads(RouteGroupBuilder api)
    {
        api.MapGet("/pictures", ListAsync).WithSummary("Public pictures, newest first").Produces<ApiPictures>().ProducesRefusals(400, 404, 429, 503).RequireCors(ApiRegistration.Reading);
        api.MapGet("/pictures/{id}", FindAsync).WithSummary("A picture with its settings and provenance").Produces<PictureRecord>().ProducesRefusals(401, 404, 429, 503).RequireCors(ApiRegistration.Reading);
        api.MapGet("/pictures/{id}/image", FetchAsync).WithSummary("A picture’s PNG").Produces(200, contentType: "image/png").ProducesRefusals(401, 404, 429, 503).RequireCors(ApiRegistration.Reading);
        api.MapGet("/models", ModelsAsync).WithSummary("Bundles and what may be asked of them").Produces<IReadOnlyList<BundleView>>().ProducesRefusals(429, 503).RequireCors(ApiRegistration.Reading);
        api.MapGet("/leaderboard", BoardAsync).WithSummary("The standings").Produces<BoardView>().ProducesRefusals(400, 429, 503).RequireCors(ApiRegistration.Reading);
        api.MapGet("/network", NetworkAsync).WithSummary("How the grid does now").Produces<GridNow>().ProducesRefusals(429, 503).RequireCors(ApiRegistration.Reading);
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, ApiGrpc grid, RequestKeys keys, VisitorMark visitors, CancellationToken cancellationToken)
    {
        var (ask, body) = await ApiBody.ReadAsync<ApiAsk>(context.Request, Answers.Json, cancellationToken);
        var request = await grid.SubmitAsync(CallerKey.Of(context.Request), ask.ToAsk(keys.Of(context.Request, body), visitors.Of(context.Connection.RemoteIpAddress)), cancellationToken);
        return Results.Json(ProgressEvent.Of(request), Answers.Json, statusCode: StatusCodes.Status202Accepted).At(context, $"{Root}/requests/{request.RequestId}");
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, ApiGrpc grid, CancellationToken cancellationToken) =>
        Results.Json(ProgressEvent.Of(await grid.GetAsync(CallerKey.Of(context.Request), id, cancellationToken)), Answers.Json);

    private static async Task<IResult> CancelAsync(string id, HttpContext context, ApiGrpc grid, CancellationToken cancellationToken) =>
        Results.Json(ProgressEvent.Of(await grid.CancelAsync(CallerKey.Of(context.Request), id, RequestKeys.Shown(context.Request), cancellationToken)), Answers.Json);

    private static Task<IResult> WatchAsync(string id, HttpContext context, ApiGrpc grid, EventWriter events) =>
        events.WriteAsync(context, grid.WatchAsync(CallerKey.Of(context.Request), id, context.RequestAborted), request => [("request", ProgressEvent.Of(request))]);

    private static async Task<IResult> ListAsync(HttpContext context, CoordinatorGrpc grid, CancellationToken cancellationToken, int limit = 24, string before = "", string contributor = "")
    {
        if (limit is < 1 or > MostPictures)
            throw new RefusedException(Refusal.Invalid("limit.out_of_range", "limit", $"A page has 1 to {MostPictures} pictures."));
        var pictures = await grid.ListPicturesAsync(limit, before, contributor, cancellationToken)
            ?? throw new RefusedException(new() { Kind = RefusalKind.NotFound, Code = "picture.unknown", Field = "before", Message = "There is no picture with the id in “before”. Take the last id of the page before." });
        return Results.Json(new ApiPictures([.. pictures.Select(PictureRecord.Of)], pictures.Count == limit ? pictures[^1].Job.JobId : null), Answers.Json);
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, ApiGrpc grid, CancellationToken cancellationToken) =>
        Results.Json(PictureRecord.Of(await grid.GetPictureAsync(CallerKey.Of(context.Request), id, cancellationToken)), Answers.Json);

    private static async Task<IResult> FetchAsync(string id, HttpContext context, ApiGrpc grid, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store"; // whether it may be seen may change
        return Results.Bytes(await grid.FetchPictureAsync(CallerKey.Of(context.Request), id, cancellationToken), "image/png");
    }

    private static async Task<IResult> ModelsAsync(Snapshots snapshots, CancellationToken cancellationToken) => Results.Json((await snapshots.GetAsync(cancellationToken)).Bundles, Answers.Json);

    private static async Task<IResult> NetworkAsync(Snapshots snapshots, CancellationToken cancellationToken) => Results.Json((await snapshots.GetAsync(cancellationToken)).Grid, Answers.Json);

    private static async Task<IResult> BoardAsync(CoordinatorGrpc grid, CancellationToken cancellationToken, string of = "", string period = "", int from = 0)
    {
        if (Leaderboard.Kinds.Read(of) is not { } kind || Leaderboard.Kinds.IsGroup(kind) || Leaderboard.Periods.Read(period) is not { } known)
            throw new RefusedException(Refusal.Invalid("board.unknown", "of", "There is no such board. Use people, teams, devices or bundles, and day, week, month or all."));
        return Results.Json(await grid.GetLeaderboardAsync(kind, known, MostRows, Math.Max(from, 0), cancellationToken), Answers.Json);
    }

    private static IResult At(this IResult result, HttpContext context, string location)
    {
        context.Response.Headers.Location = location;
        return result;
    }
}

/// <summary>A page of pictures.</summary>
/// <param name="Next">To be given as “before” for the next page; null on the last.</param>
internal sealed record ApiPictures(IReadOnlyList<PictureRecord> Pictures, string? Next);
