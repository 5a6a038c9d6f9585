using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Revealing;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Whole audits: a commitment, a reveal, a replay, referees, a verdict and what follows.</summary>
public sealed class AuditTests
{
    private const byte Honest = 100;
    private const byte Cheat = 10;

    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfATrajectoryThatDoesNotLeadToItsPicture_EndsWithoutAReferee(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(seed: 7);
        var lease = await story.MustClaimAsync(worker);
        var other = new PaperEngine(Honest).Render(lease.Id.Value, Story.JobOf(lease) with { Seed = 8 });
        await story.UploadAsync(lease, worker, other.Png);
        await grid.Get<Coordinator.Results.CompleteAttempt>().RunAsync(new(Story.ClaimOf(lease, worker), other.Sha256, "1.0", other.Commitment, PictureScores.None), default);

        Assert.Null(await story.RevealAsync(lease, worker, other.Trajectory));
        await story.JudgeAsync();

        Assert.Equal((Verdict.Rejected, JudgeReplays.DiffersCode), await VerdictAsync(story, lease));
        Assert.Null(await story.ClaimAsync(await story.EnrollAsync("referee", WorkerRole.Referee)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Check_WhenOneRefereeLies_IsDecidedByTheOther(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, liar, judge) = (await story.EnrollAsync("worker"), await story.EnrollAsync("liar", WorkerRole.Referee), await story.EnrollAsync("judge", WorkerRole.Referee));
        var request = await story.AskAsync();
        var lease = await story.RenderAsync(worker, Honest);
        await story.VerifyAsync();

        await story.RenderAsync(liar, Cheat);
        Assert.Equal(JobState.Rendered, (await story.JobAsync(request)).State);
        Assert.Null(await story.ClaimAsync(liar));
        await story.RenderAsync(judge, Honest);

        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
        Assert.Equal(JobState.Done, (await story.JobAsync(request)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Check_WhenBothRefereesFindTheFault_SuspendsTheWorkerAndLeavesItNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, one, other) = (await story.EnrollAsync("worker"), await story.EnrollAsync("one", WorkerRole.Referee), await story.EnrollAsync("other", WorkerRole.Referee));
        await story.AskAsync();
        await story.RenderAsync(worker, Honest);
        await story.VerifyAsync();
        await story.RenderAsync(one, Honest);
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, Cheat);
        await story.VerifyAsync();

        await story.RenderAsync(one, Honest);
        Assert.Equal((Verdict.Pending, ""), await VerdictAsync(story, lease));
        await story.RenderAsync(other, Honest);

        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
        await using var db = await story.DbAsync();
        Assert.Equal(new OwnerBalances(0, 0, 0, 0, 0), await db.ReadBalancesAsync(worker.AccountId, default));
        Assert.Equal(grid.Time.GetUtcNow().AddDays(7), (await db.Workers.SingleAsync(row => row.Id == worker.WorkerId)).SuspendedUntil);
        Assert.All(await db.AuditChecks.Where(check => check.AttemptId == lease.Id).ToListAsync(), check => Assert.False(check.IsWithin));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Check_WhenTheSecondRefereeNeverComes_IsDecidedByTheFirst(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, one, _) = (await story.EnrollAsync("worker"), await story.EnrollAsync("one", WorkerRole.Referee), await story.EnrollAsync("other", WorkerRole.Referee));
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, Cheat);
        await story.VerifyAsync();
        await story.RenderAsync(one, Honest);

        grid.Time.Advance(TimeSpan.FromSeconds(599));
        await story.JudgeAsync();
        Assert.Equal((Verdict.Pending, ""), await VerdictAsync(story, lease));
        grid.Time.Advance(TimeSpan.FromSeconds(2));
        await story.JudgeAsync();

        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
    }

    /// <summary>The picture is compared too: outputs may be right and the decoding somebody else's.</summary>
    [Theory, OnSqlite]
    public async Task Check_OfAPictureThatTheLatentDoesNotDecodeTo_IsAFault(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        var lease = await story.MustClaimAsync(worker);
        var honest = new PaperEngine(Honest).Render(lease.Id.Value, Story.JobOf(lease), png: PaintedPng.Of(16, 16, 200));
        await story.UploadAsync(lease, worker, honest.Png);
        await grid.Get<Coordinator.Results.CompleteAttempt>().RunAsync(new(Story.ClaimOf(lease, worker), honest.Sha256, "1.0", honest.Commitment, PictureScores.None), default);
        await story.RevealAsync(lease, worker, honest.Trajectory);
        await story.JudgeAsync();

        await story.RenderAsync(referee, Honest);

        await using var db = await story.DbAsync();
        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
        Assert.Equal(AuditCheck.Picture, Assert.Single(await db.AuditChecks.Where(check => !check.IsWithin).ToListAsync()).Evaluation);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answer_OfAnythingElse_IsRefusedAndTheLeaseGoesOn(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await story.RenderAsync(worker, Honest);
        await story.VerifyAsync();
        var lease = await story.MustClaimAsync(referee);
        var (found, _) = await grid.Get<ReadChallenge>().FindAsync(Story.ClaimOf(lease, referee), default);
        var challenge = await grid.Get<ReadChallenge>().ReadAsync(found!.Attempt, default);
        var outputs = new byte[challenge.Evaluations.Count * challenge.Latents[0].Length * 2 * 2];
        var png = PaintedPng.Of(16, 16, Honest);
        byte[] nan = [0xFF, 0xFF, .. outputs.AsSpan(2)];

        Assert.Equal("answer.wrong_size", await CodeAsync(outputs.Length - 2, png.Length, [.. outputs, .. png]));
        Assert.Equal("answer.wrong_size", await CodeAsync(outputs.Length, 0, outputs));
        Assert.Equal("answer.wrong_size", await CodeAsync(outputs.Length, 10_000_000_000, [.. outputs, .. png]));
        Assert.Equal("answer.wrong_size", await CodeAsync(outputs.Length, png.Length, outputs));
        Assert.Equal("answer.malformed", await CodeAsync(outputs.Length, png.Length, [.. nan, .. png]));
        Assert.Equal("answer.malformed", await CodeAsync(outputs.Length, 4, [.. outputs, 1, 2, 3, 4]));
        Assert.Equal("lease.stale", (await grid.Get<TakeAnswer>().RunAsync(new(Story.ClaimOf(lease, referee) with { Fence = 99 }, outputs.Length, png.Length), Story.Chunks(outputs), default))?.Code);
        Assert.Null(await story.AnswerAsync(lease, referee, Honest));
        Assert.Null(await story.RepeatAnswerAsync(lease, referee));

        async Task<string?> CodeAsync(long outputBytes, long pictureBytes, byte[] bytes) =>
            (await grid.Get<TakeAnswer>().RunAsync(new(Story.ClaimOf(lease, referee), outputBytes, pictureBytes), Story.Chunks(bytes, 4_000), default))?.Code;
    }

    /// <summary>Killed in every state, it goes on where it stopped.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_WhenTheCoordinatorIsKilledInEachState_ComesToItsVerdict(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var request = await story.AskAsync();
        var lease = await story.RenderAsync(worker, Honest);
        var picture = new PaperEngine(Honest).Render(lease.Id.Value, Story.JobOf(lease));

        await AgainAsync(AuditState.Revealing);
        await story.RevealAsync(lease, worker, picture.Trajectory);
        await AgainAsync(AuditState.Waiting);
        var check = await story.MustClaimAsync(referee);
        await AgainAsync(AuditState.Leased);
        Assert.Null(await story.AnswerAsync(check, referee, Honest));

        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
        Assert.Equal(JobState.Done, (await story.JobAsync(request)).State);

        async Task AgainAsync(AuditState state)
        {
            await grid.RebuildAsync();
            story = new(grid, story);
            await using var db = await story.DbAsync();
            Assert.Equal(state, (await db.Attempts.SingleAsync(attempt => attempt.Id == lease.Id)).Audit);
        }
    }

    /// <summary>A trajectory that was stored and not replayed, as earlier coordinators left them.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfATrajectoryThatWasLeftUnreplayed_GoesOnInTheLoop(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, Honest);
        await story.RevealAsync(lease, worker, new PaperEngine(Honest).Render(lease.Id.Value, Story.JobOf(lease)).Trajectory);
        await using (var db = await story.DbAsync())
        {
            await db.Attempts.Where(attempt => attempt.Id == lease.Id).ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.Audit, AuditState.Revealed));
            await db.Audits.ExecuteUpdateAsync(set => set.SetProperty(audit => audit.Evaluations, ""));
        }
        await grid.RebuildAsync();
        story = new(grid, story);

        await story.JudgeAsync();
        await story.RenderAsync(referee, Honest);

        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
    }

    /// <summary>What the question and the answer need is in memory where the trajectory came in, and is made again from the blobs where it did not.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Question_FromMemory_IsThatOfTheBlobs(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await story.RenderAsync(worker, Honest);
        await story.VerifyAsync();
        var check = await story.MustClaimAsync(referee);
        var (remembered, attempt) = await AskedAsync();

        await grid.RebuildAsync();
        story = new(grid, story);
        var (read, _) = await AskedAsync();
        File.Delete(grid.Folder[Path.Combine("data", "blobs", attempt.RevealSha256[..2], attempt.RevealSha256[2..4], attempt.RevealSha256)]);

        Assert.Equal(remembered, read);
        Assert.Null(await story.AnswerAsync(check, referee, Honest));
        Assert.Null(grid.Get<Questions>().Find(attempt.Id));

        async Task<(byte[] Question, AuditedAttempt Attempt)> AskedAsync()
        {
            var (found, _) = await grid.Get<ReadChallenge>().FindAsync(Story.ClaimOf(check, referee), default);
            var view = await grid.Get<ReadChallenge>().ReadAsync(found!.Attempt, default);
            return ([.. view.Evaluations.Select(evaluation => (byte)evaluation), .. view.ToBytes()], found.Attempt);
        }
    }

    /// <summary>Answers that come together are judged together: what passed, a fault among it, one that came twice and one whose lease is over.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_JudgedTogether_EachComeToTheirOwnVerdict(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (honest, cheat, referee) = (await story.EnrollAsync("honest"), await story.EnrollAsync("cheat"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync(count: 4);
        var leases = new List<GrantedLease>();
        foreach (var worker in new[] { honest, cheat, honest, honest })
            leases.Add(await story.RenderAsync(worker, worker == honest ? Honest : Cheat));
        await story.VerifyAsync();
        var answers = new List<ComparedAnswer>();
        for (var check = 0; check < leases.Count; check++)
        {
            var (found, _) = await grid.Get<ReadChallenge>().FindAsync(Story.ClaimOf(await story.MustClaimAsync(referee), referee), default);
            answers.Add(new(found!, [Finding(found!, isWithin: found!.Attempt.WorkerId == honest.WorkerId)]));
        }
        var late = answers.Single(answer => answer.Attempt.Id == leases[3].Id);
        await grid.Get<EndAttempt>().RunAsync(late.Audit.Lease.Terms.Claim, AttemptState.Expired, "lease.expired", default);

        var counted = await grid.Get<JudgeChecks>().RunAsync([.. answers, answers[0]], default);

        Assert.Equal([.. answers.Select(answer => answer != late), answers[0] != late], counted);
        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, leases[0]));
        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, leases[1]));
        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, leases[2]));
        Assert.Equal((Verdict.Pending, ""), await VerdictAsync(story, leases[3]));
        await using var db = await story.DbAsync();
        Assert.Equal([JobState.Queued, JobState.Rendered, JobState.Done, JobState.Done], (await db.Jobs.Select(job => job.State).ToListAsync()).Order());
        Assert.Equal(2, await db.LedgerTransactions.CountAsync(transaction => transaction.Cause.StartsWith("attempt:")));
    }

    private static AuditCheck Finding(CheckedAudit audit, bool isWithin) => new()
    {
        AttemptId = audit.Attempt.Id,
        RecheckId = audit.Lease.Terms.Id,
        Evaluation = 0,
        Raw = isWithin ? 0 : 1,
        RawBound = 0.1,
        Guided = 0,
        GuidedBound = 0.1,
        IsWithin = isWithin,
    };

    /// <summary>What was taken on a standing that is lost is made anew by others, and its credit goes back.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Fault_OfATrustedWorker_RecallsWhatNoAuditHasSettled(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingAudits", "0", "--Verification:RateTimesPassed", "0", "--Verification:SteadyRate", "0.2");
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        while (!await HasAsync(Verdict.AcceptedUnaudited) || !await HasAsync(Verdict.Pending))
        {
            await story.AskAsync();
            await story.RenderAsync(worker, Cheat);
        }
        await story.VerifyAsync();
        while (await story.ClaimAsync(referee) is { } check)
            await story.DeliverAsync(check, referee, Honest);

        await using var db = await story.DbAsync();
        var attempts = await db.Attempts.AsNoTracking().Where(attempt => attempt.Purpose == AttemptPurpose.Render).ToListAsync();
        Assert.Contains(attempts, attempt => attempt.Verdict == Verdict.Rejected);
        Assert.Contains(attempts, attempt => attempt.Verdict == Verdict.Recalled);
        Assert.DoesNotContain(attempts, attempt => attempt is { Verdict: Verdict.AcceptedUnaudited, IsSettled: false });
        var recalled = attempts.Where(attempt => attempt.Verdict == Verdict.Recalled).Select(attempt => attempt.JobId).ToList();
        Assert.All(await db.Jobs.Where(job => recalled.Contains(job.Id)).ToListAsync(), job => Assert.Equal(JobState.Queued, job.State));
        Assert.Superset(recalled.ToHashSet(), grid.Get<QueueSignal>().Departed.Take()!.ToHashSet()); // what keeps copies of them is told
        Assert.Equal(0, (await db.ReadBalancesAsync(worker.AccountId, default)).Pending);

        async Task<bool> HasAsync(Verdict verdict)
        {
            await using var look = await story.DbAsync();
            return await look.Attempts.AnyAsync(attempt => attempt.Verdict == verdict);
        }
    }

    private static async Task<(Verdict, string)> VerdictAsync(Story story, GrantedLease lease)
    {
        await using var db = await story.DbAsync();
        var attempt = await db.Attempts.AsNoTracking().SingleAsync(one => one.Id == lease.Id);
        return (attempt.Verdict, attempt.VerdictCode);
    }
}
