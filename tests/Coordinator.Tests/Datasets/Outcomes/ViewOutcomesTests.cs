using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Outcomes;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Tests.Datasets.Releases;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Datasets.Outcomes;

public sealed class ViewOutcomesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Outcomes_OfManyPictures_TellRatingsAndStandingReleases_AndNothingOfWhatIsNotPublic(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 3);
        await stage.BuiltAsync(ReleaseStage.Month);
        await using (var db = await stage.DbAsync())
        {
            db.Add(new PictureJudgement { JobId = stage.Pictures[0], Ratings = 4, RatingMean = 6.5 });
            db.Add(new PictureJudgement { JobId = stage.Pictures[1], Ratings = 9, RatingMean = 8 });
            await db.SaveChangesAsync();
        }
        await stage.ChangeAsync(1, job => job.ExecuteUpdateAsync(set => set.SetProperty(one => one.Visibility, Visibility.Private)));

        var told = (await ViewAsync(stage)).ToDictionary(one => one.JobId);
        await using (var db = await stage.DbAsync())
            await db.Releases.ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ReleaseState.Withdrawn));
        var after = Assert.Single(await ViewAsync(stage));

        Assert.Equal([stage.Pictures[0], stage.Pictures[2]], stage.Pictures.Where(told.ContainsKey));
        Assert.Equal((4, 6.5), (told[stage.Pictures[0]].Ratings, told[stage.Pictures[0]].RatingMean));
        Assert.Equal(["2026-11"], told[stage.Pictures[0]].Versions);
        Assert.Equal((0, null), (told[stage.Pictures[2]].Ratings, told[stage.Pictures[2]].RatingMean));
        Assert.Equal((stage.Pictures[0], 0), (after.JobId, after.Versions.Count));
    }

    private static Task<IReadOnlyList<PictureOutcome>> ViewAsync(ReleaseStage stage) => stage.Grid.Get<ViewOutcomes>().RunAsync([.. stage.Pictures], default);
}
