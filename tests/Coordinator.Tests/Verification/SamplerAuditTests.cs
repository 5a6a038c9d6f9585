using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Whichever way the steps are taken, each question to the network is priced, committed to, replayed and asked of referees.</summary>
public sealed class SamplerAuditTests
{
    private const byte Honest = 100;
    private const byte Cheat = 10;

    [Theory, OnSqlite, OnPostgres]
    public async Task Audit_OfAnHonestPicture_ChecksEveryEvaluationOfItsSampler(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingChecks", "1000");
        var story = new Story(grid);
        var (bundle, worker, referee) = (grid.Get<BundleCatalogue>().All[0], await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        foreach (var sampler in bundle.Limits.Samplers)
        {
            await story.AskAsync(sampler: sampler, seed: (int)sampler);
            var lease = await story.RenderAsync(worker, Honest);
            await story.VerifyAsync();
            await story.RenderAsync(referee, Honest);

            await using var db = await story.DbAsync();
            var evaluations = sampler switch { Sampler.Heun => 7, Sampler.Pndm => 5, _ => 4 };
            Assert.Equal((sampler, Verdict.Accepted), (sampler, (await db.Attempts.SingleAsync(one => one.Id == lease.Id)).Verdict));
            Assert.Equal(evaluations, await db.AuditChecks.CountAsync(check => check.AttemptId == lease.Id && check.Evaluation >= 0));
            Assert.Equal(bundle.Tariff.Mflop(16, 16, evaluations, texts: 2), lease.CostMflop);
        }
    }

    [Theory, OnSqlite]
    public async Task Reveal_OfAnotherSamplersTrajectory_LeadsElsewhere(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(sampler: Sampler.EulerAncestral);
        var lease = await story.MustClaimAsync(worker);
        await story.UploadAsync(lease, worker, PaintedPng.Of(16, 16, Cheat));
        await story.CompleteAsync(lease, worker, new PaperEngine(Cheat).Render(lease.Id.Value, Story.JobOf(lease) with { Sampler = Sampler.Euler.ToKind() }));

        await story.VerifyAsync();

        await using var db = await story.DbAsync();
        Assert.Equal(AuditOutcome.ReplayDiffers, (await db.Audits.SingleAsync(audit => audit.AttemptId == lease.Id)).Outcome);
    }
}
