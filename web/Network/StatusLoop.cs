using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>Looks at the grid every few seconds, whether anybody visits or not, and keeps book of what was not well.</summary>
internal sealed partial class StatusLoop(GridGrpc grid, StatusBook book, IncidentFile file, TimeProvider time, ILogger<StatusLoop> logger) : Loop(TimeSpan.FromSeconds(15), time, logger)
{
    private readonly TimeProvider _time = time;
    private IReadOnlyDictionary<string, DateTimeOffset> _suspects = new Dictionary<string, DateTimeOffset>();

    private bool _hasRead;

    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (!_hasRead)
            (book.Status, _hasRead) = (book.Status with { Incidents = file.Read() }, true);
        var checks = StatusPolicy.Judge(await AskAsync(cancellationToken));
        var (before, now) = (book.Status.Incidents, _time.GetUtcNow());
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
