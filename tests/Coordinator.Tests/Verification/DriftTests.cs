using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Workers whose outputs move within the tolerance.</summary>
public sealed class DriftTests
{
    private const byte Honest = 100;

    [Theory, OnSqlite, OnPostgres]
    public async Task Drift_OnceNoticed_HasTheNextWorkAuditedUntilEnoughPassed(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(
            kind, "--Verification:ProvingAudits", "0", "--Verification:RateTimesPassed", "0", "--Verification:SteadyRate", "0.01", "--Verification:WatchedAudits", "2");
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await using (var db = await story.DbAsync())
        {
            db.Add(new Trust { WorkerId = worker.WorkerId, BundleId = "paper", Runtime = "1.0  ", Passed = 100, PassedAt = grid.Time.GetUtcNow(), Watched = 1 });
            await db.SaveChangesAsync();
        }

        var lease = await AuditedAsync();
        await using (var db = await story.DbAsync())
        {
            await db.Database.OpenConnectionAsync();
            var attempt = (await AuditedAttempt.FindAsync(db, lease, default))!;
            await grid.Get<DriftBook>().PassedAsync(db, [(attempt, [.. Enumerable.Repeat(0.1, DriftPolicy.Warm).Concat([1, 1, 1]).Select((times, index) => CheckOf(lease, index, times))])], default);
        }
        await AuditedAsync();
        await AuditedAsync();

        var unaudited = 0;
        for (var picture = 0; picture < 10; picture++) // one in a hundred is drawn: ten of ten would be once in 10^20 runs
            unaudited += (await RenderAsync()).Verdict == Verdict.AcceptedUnaudited ? 1 : 0;
        Assert.InRange(unaudited, 1, 10);

        async Task<AttemptId> AuditedAsync()
        {
            var attempt = await RenderAsync();
            Assert.Equal(Verdict.Pending, attempt.Verdict);
            await story.VerifyAsync();
            await story.RenderAsync(referee, Honest);
            return attempt.Id;
        }

        async Task<Attempt> RenderAsync()
        {
            await story.AskAsync();
            var lease = await story.RenderAsync(worker, Honest);
            await using var db = await story.DbAsync();
            return await db.Attempts.AsNoTracking().SingleAsync(attempt => attempt.Id == lease.Id);
        }
    }

    private static AuditCheck CheckOf(AttemptId attempt, int evaluation, double times) => new()
    {
        AttemptId = attempt, RecheckId = attempt, Evaluation = evaluation, Raw = times, RawBound = 1, Guided = 0, GuidedBound = 1, IsWithin = true,
    };
}
