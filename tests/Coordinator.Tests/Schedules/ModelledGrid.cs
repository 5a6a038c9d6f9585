using System.Security.Cryptography;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Results;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>In what a worker that speaks for an attempt is wrong.</summary>
internal enum Wrong
{
    Nothing,
    Fence,
    Worker,
}

/// <summary>An unstarted coordinator and the model of it. Each deed is done to both, and its answer must be the one that the model gives.</summary>
internal sealed class ModelledGrid(CoordinatorUnderTest grid)
{
    private readonly Dictionary<RequestId, Ask> _asks = [];
    private Story _story = new(grid);
    private DateTimeOffset _begun;

    public GridModel Model { get; private set; } = new();

    public IReadOnlyList<CallingWorker> Volunteers { get; private set; } = [];

    public IReadOnlyList<CallingWorker> Referees { get; private set; } = [];

    public DateTimeOffset Now => grid.Time.GetUtcNow();

    public static async Task<ModelledGrid> StartAsync(CoordinatorUnderTest coordinator)
    {
        var grid = new ModelledGrid(coordinator);
        grid.Referees = [await grid._story.EnrollAsync("judge", WorkerRole.Referee), await grid._story.EnrollAsync("other-judge", WorkerRole.Referee)];
        await grid.TurnFirstAsync();
        return grid;
    }

    /// <summary>What was before is at rest, and of no more interest: the volunteers are others, so that nothing of it is recalled.</summary>
    public async Task BeginAnewAsync(string name)
    {
        grid.Time.Advance(TimeSpan.FromSeconds(1));
        (Model, _begun) = (new(), Now);
        Volunteers = [await _story.EnrollAsync($"finch {name}"), await _story.EnrollAsync($"lark {name}"), await _story.EnrollAsync($"wren {name}")];
    }

    public async Task SubmitAsync(string key, int count)
    {
        var request = await AskAsync(new() { RequestKey = key, Prompt = "a boat", Count = count, Seed = 1 });
        Model.Jobs.AddRange(request.Jobs.Select((job, index) => new ModelJob(job.Id, request.Id, $"job {Model.Jobs.Count + index}")).ToList());
    }

    public async Task SubmitAgainAsync(ModelJob job) => Assert.Equal(job.Request, (await AskAsync(_asks[job.Request])).Id);

    /// <summary>Attends for a moment; the attempt that it was offered, or null for none.</summary>
    public async Task<ModelAttempt?> OfferAsync(CallingWorker worker)
    {
        var waiter = await _story.AttendAsync(worker);
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        grid.Get<WaitingRoom>().Leave(waiter);
        var lease = Story.OfferOf(waiter);
        Assert.False(lease is null && Model.HasWork(worker), "Nothing was offered, though something waits.");
        return lease is null ? null : Model.Offer(lease, worker, Now);
    }

    public async Task ClaimAsync(ModelAttempt attempt, Wrong wrong)
    {
        var outcome = await grid.Get<ClaimWork>().RunAsync(attempt.Lease.Id, wrong == Wrong.Worker ? OtherThan(attempt.Worker) : attempt.Worker, default);
        var isGranted = attempt.IsLive && wrong != Wrong.Worker; // an offer has no fence to be wrong
        Assert.Equal(isGranted ? $"fence {attempt.Fence}" : "offer.gone", outcome is ClaimOutcome.Granted granted ? $"fence {granted.Lease.Fence}" : ((ClaimOutcome.Refused)outcome).Refusal.Code);
        if (isGranted && !attempt.IsClaimed)
            GridModel.Extend(attempt, Now);
    }

    public async Task HeartbeatAsync(ModelAttempt attempt, Wrong wrong)
    {
        var outcome = await grid.Get<ExtendLease>().RunAsync(ClaimOf(attempt, wrong), 1, default, attempt.Worker.Role, default);
        Assert.Equal(Refused(wrong) ?? (attempt.IsLive ? "extended" : "stop"), outcome switch
        {
            ExtendOutcome.Refused refused => refused.Refusal.Code,
            ExtendOutcome.Extended => "extended",
            _ => "stop",
        });
        if (wrong == Wrong.Nothing && attempt.IsLive && attempt.Until < Now + GridModel.LeaseLasts) // a row is not written when it would gain nothing
            GridModel.Extend(attempt, Now);
    }

    public async Task UploadAsync(ModelAttempt attempt, byte shade, Wrong wrong)
    {
        var (png, sha256) = Picture(attempt, shade);
        var outcome = await grid.Get<ReceiveUpload>().RunAsync(new(ClaimOf(attempt, wrong), png.Length, sha256), Story.Chunks(png, 4_000), default);
        var isTaken = attempt.IsLive || attempt.MayBringLate(Now);
        var answer = outcome is UploadOutcome.Refused refused ? refused.Refusal.Code : "stored";
        if (wrong == Wrong.Nothing && attempt is { State: AttemptState.Stopped, OvertakenAt: not null } && !isTaken)
            Assert.Contains(answer, new[] { "stored", "lease.stale" }); // its time is over, which the coordinator may not have noticed
        else
            Assert.Equal(Refused(wrong) ?? (isTaken || attempt.Shade == shade ? "stored" : "lease.stale"), answer);
        if (wrong == Wrong.Nothing && isTaken)
            attempt.Uploaded = shade;
    }

    /// <summary>A render is completed, a recheck is answered.</summary>
    public Task CompleteAsync(ModelAttempt attempt, byte shade, Wrong wrong) =>
        attempt.IsRender ? CompleteRenderAsync(attempt, shade, wrong) : AnswerAsync(attempt, shade, wrong);

    public async Task CompleteRenderAsync(ModelAttempt attempt, byte shade, Wrong wrong)
    {
        var (lease, worker) = (attempt.Lease with { Fence = ClaimOf(attempt, wrong).Fence }, wrong == Wrong.Worker ? OtherThan(attempt.Worker) : attempt.Worker);
        var outcome = await _story.CompleteAsync(lease, worker, shade);
        var verdict = (outcome as CompleteOutcome.Completed)?.Verdict;
        var answer = verdict is null ? ((CompleteOutcome.Refused)outcome).Refusal.Code : $"completed {verdict}";
        var isTaken = attempt.IsLive || attempt.MayBringLate(Now);
        if (wrong == Wrong.Nothing && attempt is { State: AttemptState.Stopped, OvertakenAt: not null } && !isTaken)
        {
            Assert.Contains(answer, new[] { "upload.missing", "lease.stale" });
            return;
        }
        if (wrong == Wrong.Nothing && isTaken && attempt.Uploaded == shade)
            GridModel.Complete(attempt, shade, Now, isDrawn: verdict == Verdict.Pending);
        Assert.Equal(Refused(wrong) ?? (attempt.Shade == shade ? $"completed {attempt.Verdict}" : isTaken ? "upload.missing" : "lease.stale"), answer);
    }

    private async Task AnswerAsync(ModelAttempt recheck, byte shade, Wrong wrong)
    {
        var (lease, worker) = (recheck.Lease with { Fence = ClaimOf(recheck, wrong).Fence }, wrong == Wrong.Worker ? OtherThan(recheck.Worker) : recheck.Worker);
        var answer = (await _story.AnswerAsync(lease, worker, shade))?.Code ?? "answered";
        Assert.Equal(Refused(wrong) ?? (recheck.IsLive ? "answered" : "lease.stale"), answer);
        if (wrong == Wrong.Nothing && recheck.IsLive)
            Model.Answer(recheck, shade, Now);
    }

    public async Task EndAsync(ModelAttempt attempt, AttemptState ended, Wrong wrong)
    {
        var isEnded = wrong == Wrong.Nothing && attempt.IsLive;
        Assert.Equal(isEnded, await grid.Get<EndAttempt>().RunAsync(ClaimOf(attempt, wrong), ended, "test", default));
        if (isEnded)
            GridModel.End(attempt, ended);
    }

    public async Task CancelAsync(ModelJob job)
    {
        await grid.Get<CancelRequest>().RunAsync(job.Request, default);
        Model.Cancel(job.Request);
    }

    /// <summary>
    /// Time goes by, and lapsed leases are taken back: at once, or, when this coordinator has not heard of one since its start, within half a
    /// term. An offer that nobody took up does not count against the job.
    /// </summary>
    public async Task ExpireAsync(TimeSpan after)
    {
        grid.Time.Advance(after);
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);
        await using var db = await _story.DbAsync();
        var (jobs, rows) = (await GridRows.JobsAsync(db, _begun), await GridRows.AttemptsAsync(db, _begun));
        foreach (var attempt in Model.Live.Where(attempt => attempt.Until <= Now).OrderBy(attempt => jobs[attempt.Job.Id].Current == attempt.Lease.Id).ToList()) // of two of one job either goes first
        {
            if (rows[attempt.Lease.Id].State != AttemptState.Leased || attempt.Until + (GridModel.LeaseLasts / 2) <= Now)
                GridModel.End(attempt, attempt.IsClaimed ? AttemptState.Expired : AttemptState.GivenBack);
        }
        foreach (var overtaken in Model.Attempts.Where(attempt => attempt.OvertakenAt is not null && attempt.Until <= Now))
            overtaken.Uploaded = null; // what came under a lapsed lease is no longer remembered
    }

    public async Task VerifyAsync()
    {
        await _story.VerifyAsync();
        Model.Verify(Now);
    }

    /// <summary>The coordinator is gone without a word, and begins anew over its database.</summary>
    public async Task RestartAsync()
    {
        await grid.RebuildAsync();
        _story = new(grid, _story);
        await TurnFirstAsync();
        Model.Restart(Now);
    }

    /// <summary>A worker's process begins anew and ends again. What it does not name as held it has lost; offers it leaves lying go back.</summary>
    public async Task ReattendAsync(CallingWorker worker, bool isHolding)
    {
        var live = Model.Live.Where(attempt => attempt.Worker == worker).ToList();
        using var leaving = new CancellationTokenSource();
        var held = isHolding ? live.Select(attempt => attempt.Lease.Id).ToHashSet() : [];
        await using (var stream = grid.Get<AttendWork>().RunAsync(Story.AttendanceOf(worker) with { Held = held }, leaving.Token).GetAsyncEnumerator(leaving.Token))
        {
            foreach (var wanted in Model.Attempts.Where(attempt => attempt.Worker == worker && attempt.Audit == AuditState.Revealing).Select(attempt => attempt.Lease.Id).ToHashSet())
            {
                Assert.True(await stream.MoveNextAsync());
                Assert.IsType<Notice.Reveal>(stream.Current.Notice);
            }
            var next = stream.MoveNextAsync().AsTask();
            await grid.Get<WaitingRoom>().UntilAsync(room => room.Count == 1 || next.IsCompleted, TimeSpan.FromSeconds(30));
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        }
        foreach (var attempt in live.Where(attempt => !isHolding || !attempt.IsClaimed))
            GridModel.End(attempt, attempt.IsClaimed ? AttemptState.Expired : AttemptState.GivenBack);
    }

    /// <summary>Every job and attempt stands as the model says.</summary>
    public async Task CompareAsync()
    {
        await using var db = await _story.DbAsync();
        var (jobs, attempts) = (await GridRows.JobsAsync(db, _begun), await GridRows.AttemptsAsync(db, _begun));
        Assert.Equal(Model.Jobs.Select(job => job.ToString()), Model.Jobs.Select(job => Describe(jobs[job.Id], job.Name, attempts)));
        Assert.Equal(Model.Attempts.Select(attempt => attempt.ToString()), Model.Attempts.Select(attempt => Describe(attempts[attempt.Lease.Id], attempt.Job.Name, attempts)));
        Assert.Equal((Model.Jobs.Count, Model.Attempts.Count()), (jobs.Count, attempts.Count));
    }

    public async Task<IReadOnlyList<string>> AuditAsync()
    {
        await using var db = await _story.DbAsync();
        await db.Database.OpenConnectionAsync();
        return await new GridAudit { Database = db.Database.GetDbConnection(), HasBlob = GridAudit.BlobsIn(grid.Folder["data"]) }.RunAsync(default);
    }

    private static string Describe(JobRow job, string name, Dictionary<AttemptId, AttemptRow> attempts) =>
        ModelJob.Describe(name, job.State, job.Fence, job.Failures, job.Current is { } current ? attempts[current].Fence : null);

    private static string Describe(AttemptRow attempt, string job, Dictionary<AttemptId, AttemptRow> attempts) => ModelAttempt.Describe(
        job, attempt.Fence, attempt.State, attempt.IsClaimed, attempt.Until, attempt.Verdict, attempt.Audit, attempt.AuditFailures, attempt.AuditOf is { } about ? attempts[about].Fence : null);

    private async Task<Dictionary<AttemptId, AttemptRow>> AttemptsAsync()
    {
        await using var db = await _story.DbAsync();
        return await GridRows.AttemptsAsync(db, _begun);
    }

    private async Task<RequestSnapshot> AskAsync(Ask ask)
    {
        var request = Assert.IsType<SubmitOutcome.Accepted>(await grid.Get<SubmitRequest>().RunAsync(ask, "", Caller.Anonymous, default)).Request;
        _asks[request.Id] = ask;
        return request;
    }

    /// <summary>As a start does; and workers elsewhere are known to need a second for a picture, so that more is late.</summary>
    private async Task TurnFirstAsync()
    {
        var bundle = grid.Get<BundleCatalogue>().Find(PaperBundle.Id) ?? throw new InvalidOperationException("The bundle is missing.");
        var cost = bundle.Tariff.Mflop(bundle.Limits.DefaultWidth, bundle.Limits.DefaultHeight, bundle.Limits.DefaultSteps, texts: 2);
        for (var sample = 0; sample < 5; sample++)
            grid.Get<SpeedBook>().Add("others", bundle.Id, cost, TimeSpan.FromSeconds(1));
        await grid.Loop<QueueGaugeLoop>().RunOnceAsync(default);
        await grid.Loop<ExpiryLoop>().RunOnceAsync(default);
    }

    private LeaseClaim ClaimOf(ModelAttempt attempt, Wrong wrong) => new(
        attempt.Lease.Id, wrong == Wrong.Fence ? attempt.Fence - 1 : attempt.Fence, (wrong == Wrong.Worker ? OtherThan(attempt.Worker) : attempt.Worker).WorkerId);

    private CallingWorker OtherThan(CallingWorker worker) => Volunteers.Concat(Referees).First(one => one != worker && one.Role == worker.Role);

    private static string? Refused(Wrong wrong) => wrong switch
    {
        Wrong.Fence => "lease.stale",
        Wrong.Worker => "lease.unknown",
        _ => null,
    };

    private static (byte[] Png, string Sha256) Picture(ModelAttempt attempt, byte shade)
    {
        var png = PaintedPng.Of(attempt.Lease.Settings.Width, attempt.Lease.Settings.Height, shade);
        return (png, Convert.ToHexStringLower(SHA256.HashData(png)));
    }
}
