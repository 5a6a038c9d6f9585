using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>Takes what is gone from the open data out of what can be looked into here, within seconds: whatever took it away, a moderator, its own person or the verification.</summary>
internal sealed partial class TombstoneLoop(GonePictures gone, KeepExplorers explorers, TimeProvider time, ILogger<TombstoneLoop> logger) : Loop(TimeSpan.FromSeconds(2), time, logger)
{
    private int _left;

    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await gone.ReadAsync(cancellationToken);
            var heard = gone.All.Count;
            if (heard == _left)
                return;
            await explorers.RunOnceAsync(cancellationToken);
            _left = heard;
        }
        catch (CoordinatorAwayException away)
        {
            LogNotHeard(away.Message);
        }
        catch (Grpc.Core.RpcException error)
        {
            LogNotHeard(error.Status.Detail); // a coordinator of another release
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "What is gone from the open data is not known right now: {Reason}")]
    private partial void LogNotHeard(string reason);
}
