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

    public List<ModelJob> Jobs { get; } = [];

    public IEnumerable<ModelAttempt> Attempts => Jobs.SelectMany(job => job.Attempts);

    public IEnumerable<ModelAttempt> Live => Attempts.Where(attempt => attempt.IsLive);

    public bool IsAtRest => Jobs.TrueForAll(job => job.State is JobState.Done or JobState.Failed or JobState.Cancelled);

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
        Assert.Equal((WorkerRole.Volunteer, JobState.Queued), (worker.Role, job.State));
        (job.State, job.Current) = (JobState.Leased, attempt);
        return attempt;
    }

    /// <summary>By a claim or a heartbeat.</summary>
    public static void Extend(ModelAttempt attempt, DateTimeOffset now) => (attempt.IsClaimed, attempt.Until) = (true, now + LeaseLasts);

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
        if (audited.Audit is null)
            audited.Job.State = JobState.Failed;
    }

    private static void EndRender(ModelJob job, bool isBad)
    {
        job.Failures += isBad ? 1 : 0;
        if (job.Attempts.Find(attempt => attempt.IsLive && attempt.Audited is null) is { } rival)
            job.Current = rival;
        else
            job.State = isBad && job.Failures >= MaxFailures ? JobState.Failed : JobState.Queued;
    }

    /// <summary>Of several attempts at one job the first to finish makes its picture, and the others are stopped.</summary>
    public static void Complete(ModelAttempt attempt, byte shade)
    {
        (attempt.State, attempt.Shade) = (AttemptState.Rendered, shade);
        if (attempt.Audited is { } audited)
        {
            audited.Audit = AuditState.Returned;
            return;
        }
        (attempt.Verdict, attempt.Audit) = (Verdict.Pending, AuditState.Undrawn);
        (attempt.Job.State, attempt.Job.Current) = (JobState.Rendered, attempt);
        foreach (var rival in attempt.Job.Attempts.Where(one => one.IsLive))
            rival.State = AttemptState.Stopped;
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

    private static void Accept(ModelAttempt attempt, Verdict verdict) => (attempt.Verdict, attempt.Audit, attempt.Job.State) = (verdict, null, JobState.Done);

    private static void Reject(ModelAttempt attempt)
    {
        (attempt.Verdict, attempt.Audit) = (Verdict.Rejected, null);
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
