using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What a worker says to prove that it may speak for an attempt.</summary>
internal sealed record LeaseClaim(AttemptId Id, long Fence, WorkerId WorkerId);

/// <summary>The right to one attempt, with all it takes to render and to judge what comes back. It does not change while the lease lives.</summary>
internal sealed record GrantedLease
{
    public required AttemptId Id { get; init; }

    public required long Fence { get; init; }

    public required AttemptPurpose Purpose { get; init; }

    public required WorkerId WorkerId { get; init; }

    public required AccountId AccountId { get; init; }

    public required JobId JobId { get; init; }

    public required RequestId RequestId { get; init; }

    public required long Seed { get; init; }

    public required long CostMflop { get; init; }

    public required RenderSettings Settings { get; init; }

    /// <summary>See <see cref="Request.IsVerified"/>.</summary>
    public bool IsVerified { get; init; }

    /// <summary>See <see cref="Jobs.Queue.Lane"/>.</summary>
    public required string Lane { get; init; }

    /// <summary>The attempt that a recheck is about; null for a render.</summary>
    public AttemptId? AuditOf { get; init; }

    /// <summary>The account whose work a volunteer checks; null for a render, and for a referee's check.</summary>
    public AccountId? CheckedAccountId { get; init; }

    /// <summary>Devices alike in speed to the one it was given to; empty when that is not known here.</summary>
    public string DeviceClass { get; init; } = "";

    public LeaseClaim Claim => new(Id, Fence, WorkerId);
}

/// <summary>The ways a lease can be the wrong one.</summary>
internal static class LeaseRefusals
{
    public static Refusal Unknown { get; } = Refusal.NotFound("lease.unknown", "This worker holds no such lease. Drop the work and attend again.");

    public static Refusal Stale { get; } = Refusal.Conflict("lease.stale", "This lease is over: it lapsed, or the job was taken back. Drop the work and attend again.");
}
