using System.Security.Cryptography;
using Google.Protobuf;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Results;

/// <summary>Offers, leases and reasons between the coordinator and the wire.</summary>
internal static class WorkMessagesGrpc
{
    private const int MaxNames = 64;
    private const int MaxSlots = 16;

    public static Attendance ToAttendance(this Wire.AttendRequest request, CallingWorker worker) => new()
    {
        WorkerId = worker.WorkerId,
        Role = worker.Role,
        AccountId = worker.AccountId,
        BundlesOnDisk = request.BundlesOnDisk.Take(MaxNames).ToHashSet(StringComparer.Ordinal),
        BundlesWithoutRoom = request.BundlesWithoutRoom.Take(MaxNames).ToHashSet(StringComparer.Ordinal),
        WarmBundle = request.WarmBundle,
        Slots = Math.Clamp(request.Slots, 1, MaxSlots),
        TakesChecks = request.TakesChecks,
        TakesSources = request.TakesSources,
        Held = request.HeldLeases.Take(MaxNames).Select(Ids.Read<AttemptId>).OfType<AttemptId>().ToHashSet(),
    };

    public static LeaseClaim ToClaim(this Wire.LeaseToken? token, CallingWorker worker) =>
        token is not null && Ids.Read<AttemptId>(token.LeaseId) is { } id ? new(id, token.Fence, worker.WorkerId) : throw LeaseRefusals.Unknown.ToRpc();

    public static Wire.Notice ToWire(this Notice notice, bool isPaused, string waitsBecause)
    {
        var message = new Wire.Notice { Paused = isPaused, WaitsBecause = waitsBecause };
        switch (notice)
        {
            case Notice.Offer { Lease: var lease }:
                (message.OfferId, message.BundleId, message.CreditMflop) = (lease.Id.ToString(), lease.Settings.BundleId, lease.CostMflop);
                break;
            case Notice.Stop stop:
                message.StopLeaseId = stop.Id.ToString();
                break;
            case Notice.Reveal reveal:
                (message.RevealLeaseId, message.RevealFence) = (reveal.Id.ToString(), reveal.Fence);
                break;
        }
        return message;
    }

    public static Wire.Lease ToWire(this GrantedLease lease, LeaseOptions options, ILottery lottery)
    {
        var message = new Wire.Lease
        {
            LeaseId = lease.Id.ToString(),
            Fence = lease.Fence,
            LastsMs = (long)options.Lasts.TotalMilliseconds,
            HeartbeatMs = (long)options.Heartbeat.TotalMilliseconds,
        };
        if (lease.Purpose == AttemptPurpose.Recheck)
        {
            message.Check = new() { Settings = lease.Settings.ToWire() };
            return message;
        }
        message.Render = new() { JobId = lease.JobId.ToString(), Settings = lease.Settings.ToWire(), Seed = lease.Seed };
        message.TicketSha256 = ByteString.CopyFrom(SHA256.HashData(lottery.TicketOf(lease.Id)));
        return message;
    }

    /// <param name="ticket">It comes to light when the lottery is drawn and nothing more is asked: while the audit goes on it would tell what is.</param>
    public static Wire.CompleteResponse ToWire(this CompleteOutcome.Completed completed, byte[] ticket, LeaseOptions options) => new()
    {
        Verdict = completed.Verdict.ToWire(),
        RevealWithinMs = completed.IsRevealWanted ? (long)options.RevealLasts.TotalMilliseconds : 0,
        Ticket = completed.Verdict == Verdict.Pending ? ByteString.Empty : ByteString.CopyFrom(ticket),
    };

    public static PictureScores ToDomain(this Wire.PictureScores? scores) => scores is null ? PictureScores.None : new(
        scores.HasTextFit ? scores.TextFit : null,
        scores.HasAesthetic ? scores.Aesthetic : null,
        scores.HasNsfw ? scores.Nsfw : null,
        scores.HasIsUnsafe ? scores.IsUnsafe : null)
    {
        Watermark = scores.HasWatermark ? scores.Watermark : null,
    };

    public static AttemptState ToState(this Wire.FailReason reason) =>
        reason == Wire.FailReason.GivenBack ? AttemptState.GivenBack : AttemptState.Failed;

    public static string ToCode(this Wire.FailReason reason) => reason switch
    {
        Wire.FailReason.GivenBack => "worker.gave_back",
        Wire.FailReason.RenderError => "render.error",
        Wire.FailReason.Bundle => "bundle.unusable",
        Wire.FailReason.BadPicture => "picture.bad",
        Wire.FailReason.Unsupported => "task.unsupported",
        Wire.FailReason.OutOfMemory => "render.out_of_memory",
        _ => "worker.failed",
    };

    public static Wire.WorkerVerdict ToWire(this WorkerVerdict told) => new()
    {
        LeaseId = told.Id.ToString(),
        Verdict = told.Verdict.ToWire(),
        Code = told.Code,
        Reason = told.Verdict == Verdict.Rejected ? VerdictWords.Of(told.Code) : "",
        CreditMflop = told.CreditMflop,
        RenderedAtUs = told.RenderedAt.ToMicroseconds(),
        VerdictAtUs = told.At.ToMicroseconds(),
    };
}
