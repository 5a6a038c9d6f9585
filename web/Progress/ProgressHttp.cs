using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Progress;

/// <summary>A request's page, its live events, and its cancel button.</summary>
internal static class ProgressHttp
{
    public static void MapProgress(this IEndpointRouteBuilder routes)
    {
        routes.MapReading("/requests/{requestId}", ShowAsync);
        routes.MapGet("/requests/{requestId}/events", StreamAsync);
        routes.MapPost("/requests/{requestId}/cancel", CancelAsync);
    }

    private static async Task<IResult> ShowAsync(string requestId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        if (await coordinator.FindRequestAsync(requestId, cancellationToken) is not { } request)
            return Results.NotFound();
        return Answers.WantsJson(context.Request)
            ? Results.Json(ProgressEvent.Of(request), Answers.Json)
            : Answers.Page<ProgressPage>(context, new { Request = request });
    }

    private static async Task<IResult> StreamAsync(string requestId, HttpContext context, ProgressStream stream) =>
        await stream.WriteAsync(requestId, context) ? Results.Empty : Results.NotFound();

    private static async Task<IResult> CancelAsync(string requestId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken) =>
        await coordinator.CancelAsync(requestId, cancellationToken) is { } request
            ? Answers.SeeOther(context, $"/requests/{Uri.EscapeDataString(request.RequestId)}")
            : Results.NotFound();
}
