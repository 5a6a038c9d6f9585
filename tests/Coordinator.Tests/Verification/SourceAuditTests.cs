using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Sources;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Duplicates;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Audits of pictures that begin from others: what a worker makes of the source is checked like what its network answers.</summary>
public sealed class SourceAuditTests
{
    private const byte Honest = 100;
    private const byte Cheat = 10;
    private const double Strength = 0.5; // two of the four steps

    private static readonly byte[] SourcePng = PaintedPng.Of(16, 16, 50);

    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfAnHonestPicture_ChecksTheEncodingToo_AndAcceptsIt(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync(source: await story.BringAsync(SourcePng), strength: Strength);

        var lease = await story.RenderAsync(worker, Honest);
        await story.VerifyAsync();
        await story.RenderAsync(referee, Honest);

        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
        await using var db = await story.DbAsync();
        var checks = await db.AuditChecks.Where(check => check.AttemptId == lease.Id).OrderBy(check => check.Evaluation).ToListAsync();
        Assert.Equal([AuditCheck.Source, AuditCheck.Picture, 0, 1], checks.Select(check => check.Evaluation));
        Assert.Equal((0, 0.003), (checks[0].Raw, checks[0].RawBound));
        Assert.Equal(grid.Get<BundleCatalogue>().All[0].Tariff.Mflop(16, 16, evaluations: 2, texts: 2, hasSource: true), lease.CostMflop);
    }

    /// <summary>Every number that follows from it is right: without this check the latent would be a free choice, and with it the whole picture.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfALatentChosenToLeadIntoAnotherTrajectory_FindsTheFault(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        var (lease, story) = await CheatAsync(grid, job => job with { Clean = LeadingInto(job, otherSeed: 8) });

        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
        Assert.Equal([AuditCheck.Source], await WrongAsync(story, lease));
        await using var db = await story.DbAsync();
        Assert.NotNull((await db.Workers.SingleAsync(row => row.Id == lease.WorkerId)).SuspendedUntil); // gross
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfAPictureMadeWithoutRegardToItsSource_FindsTheFault(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        var (lease, story) = await CheatAsync(grid, job => job with { Clean = new PaperEngine(Honest).Encode(job with { Source = new string('0', 64) }) });

        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
        Assert.Equal([AuditCheck.Source], await WrongAsync(story, lease));
    }

    /// <summary>One per cent: as weights of eight bits, or a smaller encoder taught to be like the real one.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfACheaperEncoder_FindsTheFault(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        var (lease, story) = await CheatAsync(grid, job => job with { Clean = new PaperEngine(Honest).Encode(job).Select((value, index) => value * (index % 2 == 0 ? 1.01f : 0.99f)).ToArray() });

        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
        Assert.Equal([AuditCheck.Source], await WrongAsync(story, lease));
    }

    /// <summary>Rounding of an honest machine in half precision.</summary>
    [Theory, OnSqlite]
    public async Task Audit_OfAnEncodingWithinTheTolerance_IsAccepted(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        var (lease, story) = await CheatAsync(grid, job => job with { Clean = new PaperEngine(Honest).Encode(job).Select(value => value * 1.001f).ToArray() });

        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
    }

    [Theory, OnSqlite]
    public async Task Audit_OfTheWrongNetwork_FindsTheFaultAsEver(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync(source: await story.BringAsync(SourcePng), strength: Strength);

        var lease = await story.RenderAsync(worker, Cheat);
        await story.VerifyAsync();
        await story.RenderAsync(referee, Honest);

        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
    }

    /// <summary>Too few or too many steps, or none of the source: that is exact, and needs no referee.</summary>
    [Theory, OnSqlite]
    public async Task Reveal_OfAnotherStrengthOrOfNoSource_IsNotWhatWasAskedFor(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var source = await story.BringAsync(SourcePng);
        foreach (var spoil in new Func<PaperJob, PaperJob>[] { job => job with { Strength = 1 }, job => job with { Source = "", Strength = 1 }, job => job with { Source = "" } })
        {
            await story.AskAsync(source: source, strength: Strength);
            var lease = await story.MustClaimAsync(worker);
            var picture = await FinishAsync(story, lease, worker, spoil(Story.JobOf(lease)));

            Assert.Equal("reveal.wrong_size", (await story.RevealAsync(lease, worker, picture.Trajectory))?.Code);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_WithinAMask_AcceptsWhatKeepsTheRest(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        var (lease, story) = await MaskedAsync(grid, anew: [1, 0, 1, 0], Composed());

        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfAPictureThatChangesWhatStays_NeedsNoReferee(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        var (lease, story) = await MaskedAsync(grid, anew: [1, 0, 1, 0], PaintedPng.Of(16, 16, Honest));

        Assert.Equal((Verdict.Rejected, JudgeReplays.DiffersCode), await VerdictAsync(story, lease));
    }

    [Theory, OnSqlite]
    public async Task Audit_OfStepsThatForgetTheMask_NeedsNoReferee(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);

        var (lease, story) = await MaskedAsync(grid, anew: null, Composed());

        Assert.Equal((Verdict.Rejected, JudgeReplays.DiffersCode), await VerdictAsync(story, lease));
    }

    /// <summary>A small painted part differs by as much as a whole picture may: what stays is equal in any case and must not hide it.</summary>
    [Theory, OnSqlite]
    public async Task Audit_WithinAMask_LooksAtThePaintedPartAlone(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var picture = PngDecoder.Decode(Composed(), 16, 16);
        for (var index = 0; index < picture.Pixels.Length; index++)
            picture.Pixels[index] += (byte)(index / 3 % 16 < 8 ? 9 : 0); // 29 dB of what is painted, 32 of all; the bundle asks for 30

        var (lease, story) = await MaskedAsync(grid, anew: [1, 0, 1, 0], PlainPng.Write(picture));

        Assert.Equal((Verdict.Rejected, JudgeChecks.DifferCode), await VerdictAsync(story, lease));
        Assert.Equal([AuditCheck.Picture], await WrongAsync(story, lease));
    }

    /// <summary>Over a restart, and at another coordinator, the question is made again from the blobs, mask and all.</summary>
    [Theory, OnSqlite]
    public async Task Audit_AfterARestart_AsksTheSame(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync(source: await story.BringAsync(SourcePng), strength: Strength, mask: await story.BringAsync(LeftHalf()));
        var lease = await story.MustClaimAsync(worker);
        var picture = await FinishAsync(story, lease, worker, Story.JobOf(lease) with { Anew = [1, 0, 1, 0] }, Composed());
        Assert.Null(await story.RevealAsync(lease, worker, picture.Trajectory));

        await grid.RebuildAsync();
        story = new Story(grid, story);
        await story.RenderAsync(referee, Honest);

        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
    }

    /// <summary>The first pictures measure a machine by its network's outputs; what its encoder gives is checked beside them.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Enrolment_WithPicturesFromSources_LooksAtAllOfThemWhole(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind, "--Verification:EnrolmentCanaries", "2");
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var source = await story.BringAsync(SourcePng);
        for (var picture = 0; picture < 2; picture++)
        {
            await story.AskAsync(seed: picture, source: source, strength: 1);
            var lease = await story.RenderAsync(worker, Honest);
            await story.VerifyAsync();
            await story.RenderAsync(referee, Honest);
            Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(story, lease));
        }
        await story.JudgeAsync(); // what is known of it by now

        await using var db = await story.DbAsync();
        Assert.Equal([-2, -1, 0, 1, 2, 3], await db.AuditChecks.Select(check => check.Evaluation).Distinct().OrderBy(evaluation => evaluation).ToListAsync());
        Assert.Equal(["fp32"], await db.Trusts.Select(trust => trust.Class).ToListAsync());
    }

    /// <summary>Who does not say that it knows how is never asked, neither for pictures nor for checks; others' jobs pass it by.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Offer_OfAPictureFromASource_GoesOnlyToWhoKnowsHow(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind);
        var story = new Story(grid);
        var (old, worker) = (await story.EnrollAsync("old"), await story.EnrollAsync("worker"));
        await story.AskAsync(source: await story.BringAsync(SourcePng), strength: Strength);
        var plain = await story.AskAsync();

        Assert.Equal(plain, (await OfferToAsync(grid, old))?.RequestId);
        Assert.Null(await OfferToAsync(grid, old));
        var lease = await story.RenderAsync(worker, Honest);
        await story.VerifyAsync();

        Assert.NotEqual(plain, lease.RequestId);
        Assert.Null(await OfferToAsync(grid, await story.EnrollAsync("old-referee", WorkerRole.Referee)));
        Assert.Equal(lease.Id, (await story.ClaimAsync(await story.EnrollAsync("referee", WorkerRole.Referee)))?.AuditOf);
    }

    /// <summary>They ought to look like their source, and so like each other: an audit of each for that would be no lottery.</summary>
    [Theory, OnSqlite]
    public async Task Lottery_OfAlikePicturesFromASource_GoesByChance(DatabaseKind kind)
    {
        await using var grid = await CreateAsync(kind, "--Verification:ProvingAudits", "0", "--Verification:SteadyRate", "0.01", "--Verification:CanaryShare", "0");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var source = await story.BringAsync(SourcePng);
        for (var seed = 1; seed <= 2; seed++)
        {
            await story.AskAsync(seed: seed, source: source, strength: Strength);
            await story.RenderAsync(worker, Honest);
        }

        await using var db = await story.DbAsync();
        Assert.Empty(await db.Set<SeenPicture>().ToListAsync());
        Assert.DoesNotContain(await db.Audits.Select(audit => audit.Reason).ToListAsync(), reason => reason == AuditReason.Duplicate);
    }

    private static Task<CoordinatorUnderTest> CreateAsync(DatabaseKind kind, params string[] more) => CoordinatorUnderTest.CreateAsync(kind, ["--Sources:AreTaken", "true", .. more]);

    /// <summary>A worker that does as it should but for what a test says, and what a referee finds.</summary>
    private static async Task<(GrantedLease Lease, Story Story)> CheatAsync(CoordinatorUnderTest grid, Func<PaperJob, PaperJob> spoil)
    {
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync(source: await story.BringAsync(SourcePng), strength: Strength);
        var lease = await story.MustClaimAsync(worker);
        var picture = await FinishAsync(story, lease, worker, spoil(Story.JobOf(lease)));
        Assert.Null(await story.RevealAsync(lease, worker, picture.Trajectory));
        await story.JudgeAsync();
        await story.RenderAsync(referee, Honest);
        return (lease, story);
    }

    /// <summary>As much as an audit comes to of a picture within a mask, whose left half is painted anew.</summary>
    private static async Task<(GrantedLease Lease, Story Story)> MaskedAsync(CoordinatorUnderTest grid, float[]? anew, byte[] png)
    {
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync(source: await story.BringAsync(SourcePng), strength: Strength, mask: await story.BringAsync(LeftHalf()));
        var lease = await story.MustClaimAsync(worker);
        var picture = await FinishAsync(story, lease, worker, Story.JobOf(lease) with { Anew = anew }, png);
        Assert.Null(await story.RevealAsync(lease, worker, picture.Trajectory));
        await story.JudgeAsync();
        if (await story.ClaimAsync(referee) is { } check)
            await story.DeliverAsync(check, referee, Honest);
        return (lease, story);
    }

    private static async Task<PaperPicture> FinishAsync(Story story, GrantedLease lease, CallingWorker worker, PaperJob job, byte[]? png = null)
    {
        var picture = new PaperEngine(Honest).Render(lease.Id.Value, job, png: png);
        Assert.IsType<UploadOutcome.Stored>(await story.UploadAsync(lease, worker, picture.Png));
        Assert.IsType<CompleteOutcome.Completed>(await story.CompleteAsync(lease, worker, picture));
        return picture;
    }

    private static async Task<GrantedLease?> OfferToAsync(CoordinatorUnderTest grid, CallingWorker worker)
    {
        var waiter = new Waiter(Story.AttendanceOf(worker) with { TakesSources = false });
        grid.Get<WaitingRoom>().Enter(waiter, []);
        await grid.Loop<DispatchLoop>().RunOnceAsync(default);
        var offer = Story.OfferOf(waiter);
        grid.Get<WaitingRoom>().Leave(waiter);
        return offer;
    }

    /// <summary>A latent that, with the noise of the job's seed, is where the same picture under another seed begins.</summary>
    private static float[] LeadingInto(PaperJob job, long otherSeed)
    {
        var (honest, plan, schedule) = (new PaperEngine(Honest).Encode(job), SamplingPlan.Of(job.Steps, job.Strength), new NoiseSchedule(new()));
        var (mine, theirs) = (new LatentRun(job.Seed, job.Sampler, schedule, plan, honest.Length), new LatentRun(otherSeed, job.Sampler, schedule, plan, honest.Length));
        var (signal, noise) = (new float[honest.Length], new float[honest.Length]);
        mine.Sampler.AddNoise(0, [.. honest.Select(_ => 1f)], new float[honest.Length], signal);
        mine.Sampler.AddNoise(0, new float[honest.Length], [.. honest.Select(_ => 1f)], noise);
        var (myNoise, theirNoise) = (mine.Noise.ToArray(), theirs.Noise.ToArray());
        return [.. honest.Select((value, index) => value + (noise[index] / signal[index] * (theirNoise[index] - myNoise[index])))];
    }

    /// <summary>Painted on the left, the source on the right.</summary>
    private static byte[] Composed()
    {
        var (painted, source) = (PngDecoder.Decode(PaintedPng.Of(16, 16, Honest), 16, 16), PngDecoder.Decode(SourcePng, 16, 16));
        return PlainPng.Write(new(16, 16, [.. painted.Pixels.Select((value, index) => index / 3 % 16 < 8 ? value : source.Pixels[index])]));
    }

    private static byte[] LeftHalf() => PlainPng.Write(new(16, 16, [.. Enumerable.Range(0, 16 * 16 * 3).Select(index => (byte)(index / 3 % 16 < 8 ? 255 : 0))]));

    private static async Task<(Verdict, string)> VerdictAsync(Story story, GrantedLease lease)
    {
        await using var db = await story.DbAsync();
        var attempt = await db.Attempts.SingleAsync(row => row.Id == lease.Id);
        return (attempt.Verdict, attempt.VerdictCode);
    }

    /// <summary>What a referee found to be wrong.</summary>
    private static async Task<List<int>> WrongAsync(Story story, GrantedLease lease)
    {
        await using var db = await story.DbAsync();
        return await db.AuditChecks.Where(check => check.AttemptId == lease.Id && !check.IsWithin).Select(check => check.Evaluation).ToListAsync();
    }
}
