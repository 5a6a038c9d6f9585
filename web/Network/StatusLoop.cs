using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Network;

/// <summary>Looks at the grid every few seconds, whether anybody visits or not, and keeps book of what was not well.</summary>
internal sealed partial class StatusLoop(GridGrpc grid, StatusBook book, IncidentFile file, TimeProvider time, ILogger<StatusLoop> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private IReadOnlyDictionary<string, DateTimeOffset> _suspects = new Dictionary<string, DateTimeOffset>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.Status = book.Status with { Incidents = file.Read() };
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var checks = StatusPolicy.Judge(await AskAsync(cancellationToken));
        var (before, now) = (book.Status.Incidents, time.GetUtcNow());
        (var incidents, _suspects) = Incidents.Look(before, _suspects, checks, now);
        book.Status = new(now, checks, incidents);
        if (!incidents.SequenceEqual(before))
            Keep(incidents);
    }

    private async Task<GridNow?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await grid.GetStateAsync(cancellationToken);
        }
        catch (CoordinatorAwayException)
        {
            return null; // that is what this looks for
        }
        catch (Grpc.Core.RpcException error)
        {
            LogRefused(error.Status.Detail); // a coordinator of another release, or one that fails at this
            return null;
        }
    }

    // A full disk must not stop the looking: what is in memory is shown all the same.
    private void Keep(IReadOnlyList<Incident> incidents)
    {
        try
        {
            file.Write(incidents);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator does not say how the grid does: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Incidents cannot be written, so the site forgets them at its next start: {Reason}")]
    private partial void LogNotKept(string reason);
}
