using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>An attempt as it should stand.</summary>
/// <param name="audited">The attempt that a recheck is about; null for a render.</param>
internal sealed class ModelAttempt(ModelJob job, GrantedLease lease, CallingWorker worker, ModelAttempt? audited)
{
    public ModelJob Job => job;

    /// <summary>As its worker was told.</summary>
    public GrantedLease Lease => lease;

    public CallingWorker Worker => worker;

    public ModelAttempt? Audited => audited;

    public long Fence => lease.Fence;

    public AttemptState State { get; set; } = AttemptState.Leased;

    public bool IsLive => State == AttemptState.Leased;

    public DateTimeOffset? ClaimedAt { get; set; }

    public bool IsClaimed => ClaimedAt is not null;

    public bool IsRender => audited is null;

    /// <summary>When another attempt made the job's picture first; null when none did, or nothing had been begun.</summary>
    public DateTimeOffset? OvertakenAt { get; set; }

    /// <summary>A claimed attempt that was overtaken may still bring its picture for a term, and be paid for it.</summary>
    public bool MayBringLate(DateTimeOffset now) => State == AttemptState.Stopped && OvertakenAt + GridModel.LeaseLasts >= now;

    /// <summary>When it may be taken back.</summary>
    public required DateTimeOffset Until { get; set; }

    /// <summary>The shade of the picture that was uploaded under it, as far as the coordinator remembers; null for none.</summary>
    public byte? Uploaded { get; set; }

    /// <summary>The shade of the picture that it was finished with; null before.</summary>
    public byte? Shade { get; set; }

    public Verdict Verdict { get; set; }

    public AuditState? Audit { get; set; }

    /// <summary>The referee that found it at fault; null for none.</summary>
    public CallingWorker? DisputedBy { get; set; }

    public DateTimeOffset? DisputedAt { get; set; }

    /// <summary>An audit of its worker has passed since.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Rechecks of it that ended badly.</summary>
    public int AuditFailures { get; set; }

    public override string ToString() => Describe(job.Name, Fence, State, IsClaimed, Until, Verdict, Audit, AuditFailures, audited?.Fence);

    /// <summary>How an attempt stands, as the model and as its row have it. When it lapses is of interest while it lives.</summary>
    public static string Describe(string job, long fence, AttemptState state, bool isClaimed, DateTimeOffset until, Verdict verdict, AuditState? audit, int auditFailures, long? audited) =>
        $"{job} attempt {fence} is {state}{(state == AttemptState.Leased ? $" until {until:T}" : "")}, {(isClaimed ? "claimed" : "unclaimed")}, {verdict}, audit {audit}, {auditFailures} failures, of {audited}";
}
