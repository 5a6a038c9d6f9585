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

    public static readonly TimeSpan SecondOpinionLasts = TimeSpan.FromMinutes(10);

    /// <summary>A claimed attempt that lasts longer may be helped.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(3);

    public List<ModelJob> Jobs { get; } = [];

    public IEnumerable<ModelAttempt> Attempts => Jobs.SelectMany(job => job.Attempts);

    public IEnumerable<ModelAttempt> Live => Attempts.Where(attempt => attempt.IsLive);

    /// <summary>Also attempts that were overtaken, whose jobs may be done, have their verdicts.</summary>
    public bool IsAtRest => Jobs.TrueForAll(job => job.State is JobState.Done or JobState.Failed or JobState.Cancelled) && Attempts.All(attempt => attempt is { IsLive: false, Audit: null });

    /// <summary>Whether this worker has to be offered something.</summary>
    public bool HasWork(CallingWorker worker) => worker.Role == WorkerRole.Referee
        ? Attempts.Any(attempt => attempt.Audit == AuditState.Waiting && attempt.DisputedBy != worker)
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
            Assert.NotEqual(audited.DisputedBy, worker);
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
        job.State == JobState.Leased && !HasWork(second.Worker)
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
        if (audited.Audit is not null)
            return;
        audited.Verdict = Verdict.Rejected;
        if (Decides(audited))
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
    /// <param name="isDrawn">How the lottery fell; nobody can foresee it.</param>
    public static void Complete(ModelAttempt attempt, byte shade, DateTimeOffset now, bool isDrawn)
    {
        (attempt.State, attempt.Shade) = (AttemptState.Rendered, shade);
        (attempt.Verdict, attempt.Audit) = isDrawn ? (Verdict.Pending, AuditState.Revealing) : (Verdict.AcceptedUnaudited, (AuditState?)null);
        if (attempt.OvertakenAt is not null)
            return;
        (attempt.Job.State, attempt.Job.Current) = (isDrawn ? JobState.Rendered : JobState.Done, attempt);
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

    /// <summary>A referee's outputs came and were compared: what it finds at fault another is asked about, and the second decides.</summary>
    public void Answer(ModelAttempt recheck, byte shade, DateTimeOffset now)
    {
        recheck.State = AttemptState.Answered;
        var audited = recheck.Audited ?? throw new InvalidOperationException("A render is not answered.");
        if (audited.Shade < Cheat == shade < Cheat)
            Accept(audited);
        else if (audited.DisputedBy is null)
            (audited.Audit, audited.DisputedBy, audited.DisputedAt) = (AuditState.Waiting, recheck.Worker, now);
        else
            Reject(audited);
    }

    /// <summary>All that was asked for is revealed and replayed, and a dispute that no second referee looked into is settled by the first.</summary>
    public void Verify(DateTimeOffset now)
    {
        foreach (var attempt in Attempts.Where(attempt => attempt.Audit == AuditState.Revealing))
            attempt.Audit = AuditState.Waiting;
        foreach (var attempt in Attempts.Where(attempt => attempt.Audit == AuditState.Waiting && attempt.DisputedAt + SecondOpinionLasts <= now))
            Reject(attempt);
    }

    /// <summary>Whether its verdict is its job's too.</summary>
    private static bool Decides(ModelAttempt attempt) => attempt.Job.State == JobState.Rendered && attempt.Job.Current == attempt;

    /// <summary>It settles all that its worker brought before.</summary>
    private void Accept(ModelAttempt attempt)
    {
        (attempt.Verdict, attempt.Audit) = (Verdict.Accepted, null);
        if (Decides(attempt))
            attempt.Job.State = JobState.Done;
        foreach (var before in Attempts.Where(one => one.Worker == attempt.Worker && one.Verdict is Verdict.Accepted or Verdict.AcceptedUnaudited))
            before.IsSettled = true;
    }

    /// <summary>What its worker brought on its standing, and no audit has settled, is rendered again.</summary>
    private void Reject(ModelAttempt attempt)
    {
        (attempt.Verdict, attempt.Audit) = (Verdict.Rejected, null);
        if (Decides(attempt))
            attempt.Job.State = ++attempt.Job.Failures >= MaxFailures ? JobState.Failed : JobState.Queued;
        foreach (var recalled in Attempts.Where(one => one.Worker == attempt.Worker && one is { Verdict: Verdict.AcceptedUnaudited, IsSettled: false }).ToList())
        {
            recalled.Verdict = Verdict.Recalled;
            if (recalled.Job.State == JobState.Done && recalled.Job.Current == recalled)
                recalled.Job.State = JobState.Queued;
        }
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
