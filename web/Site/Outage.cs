using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Site;

/// <summary>Answers in one place for a coordinator that is away, with when to try again, and for what was taken down.</summary>
internal sealed partial class Outage(RequestDelegate next, ILogger<Outage> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (CoordinatorAwayException away) when (!context.Response.HasStarted)
        {
            LogAway(away.InnerException?.Message ?? away.Message);
            context.Response.Clear();
            await Answers.Refuse(context, away.Refusal).ExecuteAsync(context);
        }
        catch (GoneException gone) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Answers.Refuse(context, gone.Refusal).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogVisitorLeft();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator does not answer: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A visitor left before the answer.")]
    private partial void LogVisitorLeft();
}
