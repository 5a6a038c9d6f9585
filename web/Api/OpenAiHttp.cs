using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Gallery;
using LaionGrid.Web.Network;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Api;

/// <summary>The API that clients of OpenAI's images speak, so that they need nothing but another address.</summary>
internal static class OpenAiHttp
{
    /// <summary>Such clients give up after ten minutes; an answer that says so comes first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9.5);

    private static readonly Refusal TooLate = new()
    {
        Kind = RefusalKind.Busy,
        Code = "picture.not_yet",
        Message = "The pictures did not come in time. They still wait in line: repeat the request as it was, with the same Idempotency-Key, to wait on.",
        RetryAfter = TimeSpan.FromSeconds(10),
    };

    public static void MapOpenAiApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("/v1", ApiShape.OpenAi);
        api.MapPost("/images/generations", GenerateAsync).WithSummary("Ask for pictures, as clients of OpenAI’s images do").Accepts<OpenAiAsk>("application/json")
            .WithDescription("With stream true the answer is server-sent events: image_generation.partial_image with previews, then image_generation.completed. Fields that are not known are ignored.").Produces<OpenAiImages>();
        api.MapGet("/models", ModelsAsync).WithSummary("Bundles, as clients of OpenAI list models").Produces<OpenAiModels>();
    }

    private static async Task<IResult> GenerateAsync(
        HttpContext context, ApiGrpc grid, RequestKeys keys, VisitorMark visitors, EventWriter events, IOptions<SiteOptions> site, TimeProvider time, CancellationToken cancellationToken)
    {
        var (ask, body) = await ApiBody.ReadAsync<OpenAiAsk>(context.Request, OpenAiJson.Options, cancellationToken);
        var key = CallerKey.Of(context.Request);
        var request = await grid.SubmitAsync(key, ask.ToAsk().ToAsk(keys.Of(context.Request, body), visitors.Of(context.Connection.RemoteIpAddress)), cancellationToken);
        var delivery = new OpenAiDelivery(grid, key, time);
        if (ask.Stream == true)
            return await events.WriteAsync(context, grid.WatchAsync(key, request.RequestId, context.RequestAborted), new OpenAiPreviews(ask.Partial, time).Tell, delivery.CompletedAsync, OpenAiJson.Options);
        var done = await WaitAsync(grid, key, request.RequestId, time, cancellationToken);
        Func<JobView, string>? address = ask.WantsAddress ? job => site.Value.Absolute(context.Request, Frames.PngOf(job)) : null;
        return Results.Json(await delivery.ImagesAsync(done, address, cancellationToken), OpenAiJson.Options);
    }

    /// <summary>The request once every picture is here or will never be.</summary>
    /// <exception cref="RefusedException">It takes too long.</exception>
    private static async Task<RequestView> WaitAsync(ApiGrpc grid, CallerKey key, string requestId, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await foreach (var view in grid.WatchAsync(key, requestId, either.Token))
                if (view.Jobs.All(job => job.HasPicture || job.IsFinal))
                    return view;
            return await grid.GetAsync(key, requestId, cancellationToken);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(TooLate);
        }
    }

    private static async Task<IResult> ModelsAsync(Snapshots snapshots, CancellationToken cancellationToken) =>
        Results.Json(new OpenAiModels([.. (await snapshots.GetAsync(cancellationToken)).Bundles.Select(bundle => new OpenAiModel(bundle.Id))]), OpenAiJson.Options);
}
