using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Desk;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Moderation;

/// <summary>
/// Lets go of kept pages within seconds of a takedown. Each look asks again for the last minutes, so nothing is missed that was written late, by a coordinator whose clock
/// is behind, or while none was to be reached.
/// </summary>
internal sealed partial class TakedownLoop(ModerationGrpc moderation, PublicCache kept, TimeProvider time, ILogger<TakedownLoop> logger) : Loop(TimeSpan.FromSeconds(2), time, logger)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time = time;
    private DateTimeOffset _looked = time.GetUtcNow();
    private HashSet<string> _known = [];

    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = _time.GetUtcNow();
            var lately = (await moderation.ListTakedownsAsync(_looked - Overlap, cancellationToken)).Select(takedown => takedown.JobId).ToHashSet();
            if (!lately.IsSubsetOf(_known))
                await kept.EvictAsync(PublicCache.Everything, cancellationToken); // it may show on any page
            (_known, _looked) = (lately, now);
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

    [LoggerMessage(Level = LogLevel.Debug, Message = "What was taken down is not known right now: {Reason}")]
    private partial void LogNotHeard(string reason);
}
