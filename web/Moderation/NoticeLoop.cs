using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Desk;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Moderation;

/// <summary>Learns every few seconds what the operators announce, so that pages say it without asking. While the coordinator is away, what was announced last stays.</summary>
internal sealed partial class NoticeLoop(ModerationGrpc moderation, Notices notices, PublicCache kept, TimeProvider time, ILogger<NoticeLoop> logger) : Loop(TimeSpan.FromSeconds(20), time, logger)
{
    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var told = await moderation.ListAnnouncementsAsync(cancellationToken);
            IReadOnlyList<Notice> now = [.. told.Select(one => new Notice(one.Text, one.StartsAt))];
            if (now.SequenceEqual(notices.Current))
                return;
            notices.Current = now;
            await kept.EvictAsync(PublicCache.Everything, cancellationToken); // it stands on every page
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

    [LoggerMessage(Level = LogLevel.Debug, Message = "What the operators announce is not known right now: {Reason}")]
    private partial void LogNotHeard(string reason);
}
