using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Storage;

public sealed class InsertRowsTests
{
    /// <summary>More rows than one statement has parameters for, with every kind of column: enums, instants, nulls, bytes, settings within.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_InsertedInBulk_AreReadBackAsTheyWere(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("finch");
        var job = await story.JobAsync(await story.AskAsync());
        var attempts = Enumerable.Range(1, 3000).Select(fence => AttemptOf(job, worker, fence)).ToList();

        await using (var db = await story.DbAsync())
        {
            await db.Database.OpenConnectionAsync();
            await db.InsertAsync(attempts, default);
        }

        await using var read = await story.DbAsync();
        var kept = await read.Attempts.AsNoTracking().OrderBy(attempt => attempt.Fence).ToListAsync();
        Assert.Equivalent(attempts, kept, strict: true);
    }

    private static Attempt AttemptOf(Job job, CallingWorker worker, int fence) => new()
    {
        Id = Ids.New<AttemptId>(TimeProvider.System), JobId = job.Id, Purpose = AttemptPurpose.Render, WorkerId = worker.WorkerId, AccountId = worker.AccountId, Fence = fence,
        State = fence % 2 == 0 ? AttemptState.Rendered : AttemptState.Stopped, LeaseUntil = DateTimeOffset.UnixEpoch.AddSeconds(fence), StartedAt = DateTimeOffset.UnixEpoch,
        ClaimedAt = fence % 3 == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(fence), Commitment = [(byte)fence, 0], Audit = fence % 2 == 0 ? AuditState.Waiting : null,
        Scores = fence % 2 == 0 ? new PictureScores(0.25, null, 1e-9, true) : PictureScores.None, FailureCode = "it's \"quoted\"",
    };
}
