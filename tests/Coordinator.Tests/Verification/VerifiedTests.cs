using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Pictures that are asked for verified are audited whoever renders them.</summary>
public sealed class VerifiedTests
{
    private const byte Shade = 100;

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_WhenItsRequestAsksForVerified_IsRenderedUntilAnAuditPasses(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Verification:ProvingAudits", "0", "--Verification:RateTimesPassed", "0", "--Verification:SteadyRate", "0.01");
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        var request = await story.AskAsync(count: 3, seed: 1, isVerified: true);
        Assert.True((await grid.Get<ViewRequest>().RunAsync(request, Viewer.Nobody, default))!.IsVerified);

        for (var index = 0; index < 3; index++)
            await story.RenderAsync(worker, (byte)(Shade + index));
        await using var db = await story.DbAsync();
        var audits = await db.Audits.ToListAsync();
        Assert.Equal(3, audits.Count);
        Assert.All(audits, audit => Assert.Equal(1, audit.Rate));
        Assert.Contains(audits, audit => audit.Reason == AuditReason.Asked);
        Assert.Equal(JobState.Rendered, (await story.JobAsync(request)).State);
        await story.VerifyAsync();
        await story.RenderAsync(referee, Shade);

        Assert.Equal(JobState.Done, (await story.JobAsync(request)).State);
    }

    /// <summary>Or whoever has all verified would take more of the grid than others do.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Queue_WhenItsRequestAsksForVerified_CountsTheAuditToo(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        foreach (var isVerified in new[] { false, true })
        {
            var job = await story.JobAsync(await story.AskAsync(isVerified: isVerified));

            Assert.InRange((double)(job.FinishTag - job.StartTag) / job.CostMflop, isVerified ? 1.06 : 1, isVerified ? 1.07 : 1);
        }
    }

    /// <summary>A coordinator that was restarted, or another one, reads the lease anew.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Lease_WhenReadAgain_StillKnowsIt(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        foreach (var isVerified in new[] { true, false })
        {
            await story.AskAsync(isVerified: isVerified);
            var lease = await story.MustClaimAsync(worker);
            await using var db = await story.DbAsync();

            Assert.Equal((isVerified, isVerified), (lease.IsVerified, (await LeaseBook.ReadAsync(db, lease.Id, default))!.Value.Terms.IsVerified));
        }
    }
}
