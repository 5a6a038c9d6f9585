using Grpc.Core;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Auditing;

/// <summary>What was decided about a picture of this machine.</summary>
internal enum PictureVerdict
{
    /// <summary>Audited, and right.</summary>
    Verified,

    /// <summary>Accepted on this machine's standing; a later audit makes the credit final.</summary>
    Trusted,
    Rejected,

    /// <summary>Accepted once, and taken back.</summary>
    Recalled,
}

/// <param name="Reason">In words; empty unless rejected.</param>
/// <param name="RenderedAt">When the picture was handed in.</param>
internal sealed record ToldVerdict(string LeaseId, PictureVerdict Verdict, string Code, string Reason, long CreditMflop, DateTimeOffset RenderedAt, DateTimeOffset At);

/// <summary>What was decided about this machine's pictures.</summary>
internal sealed class VerdictsUplinkGrpc(Wire.Work.WorkClient work, CallsGrpc calls)
{
    /// <summary>The most that one page has.</summary>
    public const int MaxVerdicts = 256;

    /// <summary>A page of verdicts behind a place, oldest first; fewer than <see cref="MaxVerdicts"/> when there are no more. Null when the coordinator refuses or is away: then it is asked another time.</summary>
    public async Task<IReadOnlyList<ToldVerdict>?> ListAsync(DateTimeOffset after, string leaseId, CancellationToken cancellationToken)
    {
        try
        {
            var page = await work.ListVerdictsAsync(new() { AfterUs = (after - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, AfterLeaseId = leaseId, Limit = MaxVerdicts }, calls.Plain(cancellationToken));
            return page.Verdicts.Select(Read).ToList();
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ToldVerdict Read(Wire.WorkerVerdict told) => new(
        told.LeaseId, KindOf(told.Verdict), told.Code, told.Reason, told.CreditMflop, DateTimeOffset.UnixEpoch.AddMicroseconds(told.RenderedAtUs), DateTimeOffset.UnixEpoch.AddMicroseconds(told.VerdictAtUs));

    private static PictureVerdict KindOf(Wire.VerdictKind kind) => kind switch
    {
        Wire.VerdictKind.Accepted => PictureVerdict.Verified,
        Wire.VerdictKind.AcceptedUnaudited => PictureVerdict.Trusted,
        Wire.VerdictKind.Recalled => PictureVerdict.Recalled,
        _ => PictureVerdict.Rejected,
    };
}
