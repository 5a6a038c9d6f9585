using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Checks by volunteers, and what the operator's referee does about them.</summary>
public sealed class VolunteerTests
{
    private const byte Honest = 100;
    private const byte Cheat = 10;
    private const byte Garbage = 250;

    [Theory, OnSqlite, OnPostgres]
    public async Task Volunteer_OnceProven_SettlesAuditsWithoutAReferee(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind, "--Verification:RepeatShare", "0.01");

        var settled = 0;
        for (var picture = 0; picture < 5; picture++) // one in a hundred is repeated: all of five would be once in 10^10 runs
        {
            var lease = await scene.RenderAsync(await scene.Story.EnrollAsync($"worker-{picture}"), Honest);
            Assert.Equal(lease.Id, (await scene.Story.RenderAsync(scene.Volunteer, Honest)).AuditOf);
            settled += (await scene.AttemptAsync(lease.Id)).Verdict == Verdict.Accepted ? 1 : 0;
        }

        Assert.InRange(settled, 1, 5);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Volunteer_NotProvenYetOrNotAskedFor_IsGivenNoCheck(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var newcomer = await scene.Story.EnrollAsync("newcomer");
        var lease = await scene.RenderAsync(await scene.Story.EnrollAsync("worker"), Honest);

        Assert.Null(await scene.Story.ClaimAsync(newcomer));
        await scene.LeaveToVolunteersAsync(lease.Id, false);
        Assert.Null(await scene.Story.ClaimAsync(scene.Volunteer));
        Assert.NotNull(await scene.Story.ClaimAsync(scene.Referee));
    }

    /// <summary>The operator decides; who differs from both others' work by far loses what a cheat loses.</summary>
    [Theory]
    [InlineData(DatabaseKind.Sqlite, Cheat, Cheat, "Rejected", true)] // in league with the worker
    [InlineData(DatabaseKind.Sqlite, Honest, Garbage, "Accepted", true)] // too lazy to do the work
    [InlineData(DatabaseKind.Sqlite, Cheat, Honest, "Rejected", false)]
    [InlineData(DatabaseKind.Sqlite, Honest, Honest, "Accepted", false)]
    public async Task Volunteer_WhenRepeatedByTheReferee_IsHeldAgainstIt(DatabaseKind kind, byte worker, byte volunteer, string verdict, bool isRemoved)
    {
        await using var scene = await Scene.CreateAsync(kind, "--Verification:RepeatShare", "1");
        var lease = await scene.RenderAsync(await scene.Story.EnrollAsync("worker"), worker);
        await scene.Story.RenderAsync(scene.Volunteer, volunteer);
        Assert.Equal(Verdict.Pending, (await scene.AttemptAsync(lease.Id)).Verdict);

        await scene.Story.RenderAsync(scene.Referee, Honest);

        Assert.Equal(verdict, (await scene.AttemptAsync(lease.Id)).Verdict.ToString());
        await using var db = await scene.Story.DbAsync();
        var row = await db.Workers.SingleAsync(one => one.Id == scene.Volunteer.WorkerId);
        var trust = await db.Trusts.SingleAsync(one => one.WorkerId == scene.Volunteer.WorkerId);
        Assert.Equal((isRemoved, isRemoved ? 1 : 0, isRemoved), (row.SuspendedUntil is not null, trust.Faults, trust.Passed == 0));
    }

    /// <summary>Its own word hides nothing and shows nothing: but that it says otherwise brings the referee.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Volunteer_ThatScoresThePictureOtherwise_IsFollowedByTheReferee(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind, "--Verification:RepeatShare", "0.01");
        var lease = await scene.RenderAsync(await scene.Story.EnrollAsync("worker"), Honest, Nsfw(0.01));
        await scene.Story.RenderAsync(scene.Volunteer, Honest, Nsfw(0.95));
        Assert.Equal((Verdict.Pending, PictureCheck.Safe), ((await scene.AttemptAsync(lease.Id)).Verdict, await CheckAsync()));

        await scene.Story.RenderAsync(scene.Referee, Honest, Nsfw(0.95));

        Assert.Equal((Verdict.Accepted, PictureCheck.Unsafe), ((await scene.AttemptAsync(lease.Id)).Verdict, await CheckAsync()));

        async Task<PictureCheck> CheckAsync()
        {
            await using var db = await scene.Story.DbAsync();
            return (await db.Jobs.AsNoTracking().SingleAsync(job => job.Id == lease.JobId)).Check;
        }
    }

    private static PictureScores Nsfw(double nsfw) => new(null, null, nsfw, null);

    /// <summary>On PostgreSQL too, from the lie to the month without checks.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Volunteer_FoundLying_ChecksNothingForAMonth(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind, "--Verification:RepeatShare", "1", "--Verification:HalfLifeDays", "10000");
        await scene.RenderAsync(await scene.Story.EnrollAsync("worker"), Cheat);
        await scene.Story.RenderAsync(scene.Volunteer, Cheat);
        await scene.Story.RenderAsync(scene.Referee, Honest);
        await using (var db = await scene.Story.DbAsync())
        {
            await db.Trusts.Where(one => one.WorkerId == scene.Volunteer.WorkerId).ExecuteUpdateAsync(set => set.SetProperty(one => one.Passed, 100));
            await db.Jobs.Where(job => job.State == JobState.Queued).ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobState.Cancelled));
        }
        await scene.RenderAsync(await scene.Story.EnrollAsync("another"), Honest);

        scene.Grid.Time.Advance(TimeSpan.FromDays(29));
        Assert.Null(await scene.Story.ClaimAsync(scene.Volunteer));
        await scene.RenderAsync(await scene.Story.EnrollAsync("third"), Honest);
        scene.Grid.Time.Advance(TimeSpan.FromDays(2));
        Assert.NotNull(await scene.Story.ClaimAsync(scene.Volunteer));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Volunteer_OfAnOwnerThatHasCheckedThisOnesLately_IsPassedOver(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind, "--Verification:RepeatShare", "1");
        var worker = await scene.Story.EnrollAsync("worker");
        await scene.RenderAsync(worker, Honest);
        await scene.Story.RenderAsync(scene.Volunteer, Honest);
        await scene.Story.RenderAsync(scene.Referee, Honest);

        var again = await scene.RenderAsync(worker, Honest);

        Assert.Null(await scene.Story.ClaimAsync(scene.Volunteer));
        Assert.Equal(again.Id, (await scene.Story.MustClaimAsync(scene.Referee)).AuditOf);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Volunteer_ThatFailsAtACheck_SpoilsNothingAndTheRefereeDoesIt(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind, "--Jobs:MaxFailures", "1");
        var lease = await scene.RenderAsync(await scene.Story.EnrollAsync("worker"), Honest);
        var check = await scene.Story.MustClaimAsync(scene.Volunteer);
        await scene.Grid.Get<EndAttempt>().RunAsync(Story.ClaimOf(check, scene.Volunteer), AttemptState.Failed, "render.failed", default);

        Assert.Null(await scene.Story.ClaimAsync(scene.Volunteer));
        await scene.Story.RenderAsync(scene.Referee, Honest);

        Assert.Equal((Verdict.Accepted, 0), ((await scene.AttemptAsync(lease.Id)).Verdict, (await scene.AttemptAsync(lease.Id)).AuditFailures));
    }

    /// <summary>A grid with the operator's referee and one volunteer that has passed an audit, where one is enough.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        public required CoordinatorUnderTest Grid { get; init; }

        public required Story Story { get; init; }

        public required CallingWorker Referee { get; init; }

        public required CallingWorker Volunteer { get; init; }

        public static async Task<Scene> CreateAsync(DatabaseKind kind, params string[] settings)
        {
            var grid = await CoordinatorUnderTest.CreateAsync(kind, ["--Verification:VolunteerShare", "0.5", "--Verification:VolunteerAudits", "1", "--Verification:HalfLifeDays", "10000", .. settings]);
            var story = new Story(grid);
            var scene = new Scene { Grid = grid, Story = story, Referee = await story.EnrollAsync("referee", WorkerRole.Referee), Volunteer = await story.EnrollAsync("volunteer") };
            await scene.RenderAsync(scene.Volunteer, Honest);
            await story.RenderAsync(scene.Referee, Honest);
            return scene;
        }

        /// <summary>A picture whose check is left to volunteers.</summary>
        public async Task<GrantedLease> RenderAsync(CallingWorker worker, byte shade, PictureScores? scores = null)
        {
            await Story.AskAsync();
            var lease = await Story.RenderAsync(worker, shade, scores);
            await Story.VerifyAsync();
            await LeaveToVolunteersAsync(lease.Id, true);
            return lease;
        }

        /// <summary>As the lots would.</summary>
        public async Task LeaveToVolunteersAsync(AttemptId id, bool isForVolunteers)
        {
            await using var db = await Story.DbAsync();
            await db.Attempts.Where(attempt => attempt.Id == id).ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.IsForVolunteers, isForVolunteers));
            Grid.Get<QueueSignal>().AuditCame();
        }

        public async Task<Attempt> AttemptAsync(AttemptId id)
        {
            await using var db = await Story.DbAsync();
            return await db.Attempts.AsNoTracking().SingleAsync(attempt => attempt.Id == id);
        }

        public ValueTask DisposeAsync() => Grid.DisposeAsync();
    }
}
