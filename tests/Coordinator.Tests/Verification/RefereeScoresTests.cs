using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Moderation.Checks;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>What a referee makes of a picture that it decoded itself, beside what its worker says of it.</summary>
public sealed class RefereeScoresTests
{
    private const byte Honest = 100;
    private const byte Cheat = 10;

    private static readonly Caller Moderator = new(AccountId.Operator, KeyRole.Operator, null, "operator");

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_ThatARefereeFindsUnsafe_IsHiddenAtOnce_AndItsWorkerIsWatched(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var lease = await scene.RenderAsync(Nsfw(0.01));
        Assert.Equal((PictureCheck.Safe, 1), ((await scene.JobAsync(lease)).Check, (await scene.ListAsync()).Count));

        await scene.CheckAsync(Nsfw(0.97));

        Assert.Equal((PictureCheck.Unsafe, false), ((await scene.JobAsync(lease)).Check, (await scene.JobAsync(lease)).IsCheckDecided));
        Assert.Empty(await scene.ListAsync());
        Assert.Contains(lease.JobId, scene.Grid.Get<QueueSignal>().Departed.Take() ?? []); // what keeps copies is told
        Assert.Equal((Verdict.Accepted, 5), (await scene.VerdictAsync(lease), await scene.WatchedAsync())); // the pixels are what was asked for
        var provenance = await scene.Grid.Get<ViewProvenance>().RunAsync(lease.JobId, Viewer.Nobody, default);
        Assert.Equal(Nsfw(0.97), provenance?.RefereeScores);
    }

    /// <summary>Of a proven worker almost nothing would be decoded anew; of this one all is, as long as it goes on.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Worker_FoundToScoreOtherwise_HasAllItsPicturesSeenByAReferee_UntilEnoughPassed(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind, "--Verification:ProvingAudits", "1", "--Verification:RateTimesPassed", "0", "--Verification:SteadyRate", "0.01", "--Verification:DecodeShare", "0", "--Verification:WatchedAudits", "2", "--Verification:CanaryShare", "0");
        await scene.RenderAsync(Nsfw(0.01));
        await scene.CheckAsync(Nsfw(0.97));

        await scene.RenderAsync(Nsfw(0.01));
        await scene.CheckAsync(Nsfw(0.97));
        Assert.Equal(2, await scene.WatchedAsync());
        await scene.RenderAsync(Nsfw(0.97));
        await scene.CheckAsync(Nsfw(0.97));
        await scene.RenderAsync(Nsfw(0.97));
        await scene.CheckAsync(Nsfw(0.97));

        Assert.Equal([true, true, true, true], await scene.DecodedAsync());
        Assert.Equal(0, await scene.WatchedAsync());
    }

    /// <summary>By no word of a referee's is anything shown that was hidden, and nothing by which a moderator decided is changed.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Check_WhateverItWas_IsNeverLooserThanBefore_NorOtherThanAModeratorDecided(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        foreach (var before in Enum.GetValues<PictureCheck>())
        {
            foreach (var (found, nsfw) in new[] { (PictureCheck.Safe, 0.1), (PictureCheck.Unchecked, 0.6), (PictureCheck.Unsafe, 0.95) })
            {
                foreach (var isDecided in new[] { false, true })
                {
                    var lease = await scene.RenderAsync(Nsfw(0.1));
                    await scene.SetAsync(lease, before, isDecided);

                    await scene.CheckAsync(Nsfw(nsfw));

                    var after = (await scene.JobAsync(lease)).Check;
                    Assert.Equal((before, found, isDecided, isDecided || !CheckPolicy.IsStricter(found, before) ? before : found), (before, found, isDecided, after));
                }
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_ThatAModeratorCleared_StaysShown_UntilAnotherIsRenderedInItsPlace(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var lease = await scene.RenderAsync(Nsfw(0.95), Cheat);
        Assert.True(await scene.Grid.Get<CheckPicture>().RunAsync(lease.JobId, isSafe: true, "", Moderator, default));
        Assert.True((await scene.JobAsync(lease)).IsCheckDecided);

        await scene.CheckAsync(Nsfw(0.95)); // its network is another: the picture is rejected
        var again = await scene.RenderAsync(Nsfw(0.95), ask: false);

        Assert.Equal((lease.JobId, PictureCheck.Unsafe, false), (again.JobId, (await scene.JobAsync(again)).Check, (await scene.JobAsync(again)).IsCheckDecided));
    }

    /// <summary>Near a threshold honest machines may fall on either side: the stricter counts, and nobody is blamed.</summary>
    [Theory, OnSqlite]
    public async Task Scores_ThatDifferByRounding_BlameNobody(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var lease = await scene.RenderAsync(new(0.3, 6.0, 0.499, false));

        await scene.CheckAsync(new(0.301, 6.01, 0.501, false));

        Assert.Equal((PictureCheck.Unchecked, 0), ((await scene.JobAsync(lease)).Check, await scene.WatchedAsync()));
    }

    /// <summary>Checkers of an older release say nothing, and workers of one less than there is now.</summary>
    [Theory, OnSqlite]
    public async Task Scores_ThatOneOfThemDoesNotGive_BlameNobody(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (silent, partial) = (await scene.RenderAsync(Nsfw(0.1)), PictureScores.None);
        await scene.CheckAsync(partial);
        Assert.Equal((PictureCheck.Safe, Verdict.Accepted), ((await scene.JobAsync(silent)).Check, await scene.VerdictAsync(silent)));

        var lease = await scene.RenderAsync(new(0.3, null, null, null));
        await scene.CheckAsync(new PictureScores(0.3, 5, 0.7, true) { Watermark = 0.5 });

        Assert.Equal((PictureCheck.Unsafe, 0), ((await scene.JobAsync(lease)).Check, await scene.WatchedAsync()));
    }

    /// <summary>A referee that decoded something else has not seen what people see.</summary>
    [Theory, OnSqlite]
    public async Task Scores_OfAnotherPictureThanTheWorkers_AreNotHeard(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var lease = await scene.RenderAsync(Nsfw(0.1), Cheat);

        await scene.CheckAsync(Nsfw(0.95));

        Assert.Equal((PictureCheck.Safe, Verdict.Rejected, 0), ((await scene.JobAsync(lease)).Check, await scene.VerdictAsync(lease), await scene.WatchedAsync()));
    }

    [Theory]
    [InlineData(0.5, 0.5, false), InlineData(0.5, 0.549, false), InlineData(0.5, 0.551, true), InlineData(0, 1, true)]
    public void Differs_ByMoreThanItsTolerance_InEachScoreAlone(double one, double other, bool differs)
    {
        Assert.Equal(differs, ScorePolicy.Differs(Nsfw(one), Nsfw(other)));
        Assert.Equal(differs, ScorePolicy.Differs(Nsfw(other), Nsfw(one)));
        Assert.Equal(differs, ScorePolicy.Differs(new(one, null, null, null), new(other, null, null, null)));
        Assert.Equal(differs, ScorePolicy.Differs(new(null, 10 * one, null, null), new(null, 10 * other, null, null)));
        Assert.Equal(differs, ScorePolicy.Differs(PictureScores.None with { Watermark = one }, PictureScores.None with { Watermark = other }));
        Assert.True(ScorePolicy.Differs(new(null, null, one, false), new(null, null, one, true)));
        Assert.False(ScorePolicy.Differs(PictureScores.None, new(one, one, one, true)));
    }

    private static PictureScores Nsfw(double nsfw) => new(null, null, nsfw, null);

    /// <summary>One worker whose every picture is audited, and the operator's referee.</summary>
    private sealed class Scene(CoordinatorUnderTest grid, CallingWorker worker, CallingWorker referee, Story story) : IAsyncDisposable
    {
        public CoordinatorUnderTest Grid { get; } = grid;

        public static async Task<Scene> CreateAsync(DatabaseKind kind, params string[] settings)
        {
            var grid = await CoordinatorUnderTest.CreateAsync(kind, ["--Verification:ProvingAudits", "1000", "--Verification:ProvingChecks", "1", .. settings]);
            var story = new Story(grid);
            return new(grid, await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee), story);
        }

        public async Task<GrantedLease> RenderAsync(PictureScores said, byte shade = Honest, bool ask = true)
        {
            if (ask)
                await story.AskAsync();
            var lease = await story.RenderAsync(shade == Honest ? worker : await story.EnrollAsync("cheat"), shade, said);
            await story.VerifyAsync();
            return lease;
        }

        public Task<GrantedLease> CheckAsync(PictureScores found) => story.RenderAsync(referee, Honest, found);

        public async Task<Job> JobAsync(GrantedLease lease)
        {
            await using var db = await story.DbAsync();
            return await db.Jobs.AsNoTracking().SingleAsync(job => job.Id == lease.JobId);
        }

        public Task<IReadOnlyList<PictureSnapshot>> ListAsync() => Grid.Get<ViewPictures>().PageAsync(new(10, null, ""), default);

        public async Task<Verdict> VerdictAsync(GrantedLease lease)
        {
            await using var db = await story.DbAsync();
            return (await db.Attempts.AsNoTracking().SingleAsync(attempt => attempt.Id == lease.Id)).Verdict;
        }

        /// <summary>Audits that the worker has to pass until nothing is held against it.</summary>
        public async Task<int> WatchedAsync()
        {
            await using var db = await story.DbAsync();
            return (await db.Trusts.AsNoTracking().ToListAsync()).Sum(trust => trust.Watched);
        }

        /// <summary>Of each audit, the oldest first, whether the picture was decoded anew.</summary>
        public async Task<IReadOnlyList<bool>> DecodedAsync()
        {
            await using var db = await story.DbAsync();
            return (await db.Audits.AsNoTracking().ToListAsync()).OrderBy(audit => audit.AttemptId.Value).Select(audit => audit.Decodes).ToList();
        }

        public async Task SetAsync(GrantedLease lease, PictureCheck check, bool isDecided)
        {
            await using var db = await story.DbAsync();
            await db.Jobs.Where(job => job.Id == lease.JobId).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, check).SetProperty(job => job.IsCheckDecided, isDecided));
        }

        public ValueTask DisposeAsync() => Grid.DisposeAsync();
    }
}
