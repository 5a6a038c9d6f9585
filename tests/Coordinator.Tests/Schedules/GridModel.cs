using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>
/// What should become of jobs, written down a second time and as plainly as can be: no database, no batches, no hints. Where the
/// coordinator may choose, as which job it offers, the caller says what it chose, and the model whether it may.
/// </summary>
internal sealed class GridModel
{
    public const int MaxFailures = 3;

    /// <summary>Pictures whose shades are on one side of it are alike.</summary>
    public const byte Cheat = 150;

    public static readonly TimeSpan LeaseLasts = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan OfferLasts = TimeSpan.FromSeconds(5);

    /// <summary>A claimed attempt that lasts longer may be helped.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(3);

    public List<ModelJob> Jobs { get; } = [];

    public IEnumerable<ModelAttempt> Attempts => Jobs.SelectMany(job => job.Attempts);

    public IEnumerable<ModelAttempt> Live => Attempts.Where(attempt => attempt.IsLive);

    /// <summary>Also attempts that were overtaken, whose jobs may be done, have their verdicts.</summary>
    public bool IsAtRest => Jobs.TrueForAll(job => job.State is JobState.Done or JobState.Failed or JobState.Cancelled) && Attempts.All(attempt => attempt is { IsLive: false, Audit: null });

    /// <summary>Whether somebody of this role has to be offered something.</summary>
    public bool HasWork(WorkerRole role) => role == WorkerRole.Referee
        ? Attempts.Any(attempt => attempt.Audit == AuditState.Waiting)
        : Jobs.Exists(job => job.State == JobState.Queued);

    public ModelAttempt Offer(GrantedLease lease, CallingWorker worker, DateTimeOffset now)
    {
        var job = Jobs.Single(one => one.Id == lease.JobId);
        var audited = lease.AuditOf is { } about ? job.Attempts.Single(attempt => attempt.Lease.Id == about) : null;
        var attempt = new ModelAttempt(job, lease, worker, audited) { Until = now + OfferLasts };
        job.Attempts.Add(attempt);
        Assert.Equal(job.Attempts.Count, lease.Fence);
        if (audited is not null)
        {
            Assert.Equal((WorkerRole.Referee, AuditState.Waiting), (worker.Role, audited.Audit));
            audited.Audit = AuditState.Leased;
            return attempt;
        }
        Assert.Equal(WorkerRole.Volunteer, worker.Role);
        if (job.State == JobState.Queued)
            (job.State, job.Current) = (JobState.Leased, attempt);
        else
            Assert.True(MayTryTwice(job, attempt, now), $"{job} may not be tried again beside what is live.");
        return attempt;
    }

    /// <summary>Beside one that is late, never a third, by another worker, and only when nothing else waits.</summary>
    private bool MayTryTwice(ModelJob job, ModelAttempt second, DateTimeOffset now) =>
        job.State == JobState.Leased && !HasWork(WorkerRole.Volunteer)
        && job.Attempts.Where(attempt => attempt.IsLive && attempt != second).ToList() is [var late] && late.Worker != second.Worker && now - late.ClaimedAt > LateAfter;

    /// <summary>By a claim or a heartbeat.</summary>
    public static void Extend(ModelAttempt attempt, DateTimeOffset now) => (attempt.ClaimedAt, attempt.Until) = (attempt.ClaimedAt ?? now, now + LeaseLasts);

    /// <summary>Ends it without a picture.</summary>
    public static void End(ModelAttempt attempt, AttemptState ended)
    {
        attempt.State = ended;
        var isBad = ended is AttemptState.Failed or AttemptState.Expired;
        if (attempt.Audited is { } audited)
            EndRecheck(audited, isBad);
        else
            EndRender(attempt.Job, isBad);
    }

    private static void EndRecheck(ModelAttempt audited, bool isBad)
    {
        audited.AuditFailures += isBad ? 1 : 0;
        audited.Audit = isBad && audited.AuditFailures >= MaxFailures ? null : AuditState.Waiting;
        if (audited.Audit is null && Decides(audited))
            audited.Job.State = JobState.Failed;
    }

    private static void EndRender(ModelJob job, bool isBad)
    {
        job.Failures += isBad ? 1 : 0;
        if (job.Attempts.Find(attempt => attempt.IsLive && attempt.IsRender) is { } rival)
            job.Current = rival;
        else
            job.State = isBad && job.Failures >= MaxFailures ? JobState.Failed : JobState.Queued;
    }

    /// <summary>Of several attempts at one job the first to finish makes its picture, and the others are stopped; one that brings its picture yet is judged for its worker's sake.</summary>
    public static void Complete(ModelAttempt attempt, byte shade, DateTimeOffset now)
    {
        (attempt.State, attempt.Shade) = (AttemptState.Rendered, shade);
        if (attempt.Audited is { } audited)
        {
            audited.Audit = AuditState.Returned;
            return;
        }
        (attempt.Verdict, attempt.Audit) = (Verdict.Pending, AuditState.Undrawn);
        if (attempt.OvertakenAt is not null)
            return;
        (attempt.Job.State, attempt.Job.Current) = (JobState.Rendered, attempt);
        foreach (var rival in attempt.Job.Attempts.Where(one => one.IsLive))
            (rival.State, rival.OvertakenAt, rival.Uploaded) = (AttemptState.Stopped, rival.IsClaimed ? now : null, null);
    }

    public void Cancel(RequestId request)
    {
        foreach (var job in Jobs.Where(job => job.Request == request && job.State is JobState.Queued or JobState.Leased))
        {
            job.State = JobState.Cancelled;
            foreach (var attempt in job.Attempts.Where(attempt => attempt.IsLive))
                attempt.State = AttemptState.Stopped;
        }
    }

    /// <summary>The lottery, and the verdicts on what referees brought.</summary>
    /// <param name="isDrawn">How the lottery fell; nobody can foresee it.</param>
    public void Verify(Func<ModelAttempt, bool> isDrawn)
    {
        foreach (var attempt in Attempts.Where(attempt => attempt.Audit == AuditState.Undrawn))
        {
            if (isDrawn(attempt))
                attempt.Audit = AuditState.Waiting;
            else
                Accept(attempt, Verdict.AcceptedUnaudited);
        }
        foreach (var attempt in Attempts.Where(attempt => attempt.Audit == AuditState.Returned))
        {
            var recheck = attempt.Job.Attempts.Last(one => one.Audited == attempt && one.State == AttemptState.Rendered);
            if (attempt.Shade < Cheat == recheck.Shade < Cheat)
                Accept(attempt, Verdict.Accepted);
            else
                Reject(attempt);
        }
    }

    /// <summary>Whether its verdict is its job's too.</summary>
    private static bool Decides(ModelAttempt attempt) => attempt.Job.State == JobState.Rendered && attempt.Job.Current == attempt;

    private static void Accept(ModelAttempt attempt, Verdict verdict)
    {
        (attempt.Verdict, attempt.Audit) = (verdict, null);
        if (Decides(attempt))
            attempt.Job.State = JobState.Done;
    }

    private static void Reject(ModelAttempt attempt)
    {
        (attempt.Verdict, attempt.Audit) = (Verdict.Rejected, null);
        if (!Decides(attempt))
            return;
        attempt.Job.State = ++attempt.Job.Failures >= MaxFailures ? JobState.Failed : JobState.Queued;
    }

    /// <summary>What was in memory is lost, and every live lease lasts a full term anew.</summary>
    public void Restart(DateTimeOffset now)
    {
        foreach (var attempt in Attempts)
            attempt.Uploaded = null;
        foreach (var attempt in Live)
            attempt.Until = now + LeaseLasts;
    }
}
