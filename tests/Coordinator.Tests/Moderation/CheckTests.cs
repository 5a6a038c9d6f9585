using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.TestKit;
using Check = LaionGrid.Coordinator.Jobs.Checks.PictureCheck;
using Scores = LaionGrid.Coordinator.Jobs.PictureScores;
using WireCheck = LaionGrid.Contracts.V1.PictureCheck;

namespace LaionGrid.Coordinator.Tests.Moderation;

public sealed class CheckTests
{
    private static readonly CheckOptions Usual = new();

    [Theory]
    [InlineData(null, null, false, "Safe")]
    [InlineData(null, null, true, "Unchecked")] // the bundle would have said something
    [InlineData(0.1, null, true, "Safe")]
    [InlineData(0.5, null, true, "Unchecked")]
    [InlineData(0.9, null, true, "Unsafe")]
    [InlineData(0.1, true, true, "Unsafe")]
    [InlineData(null, false, true, "Safe")]
    public void Check_OfScores_IsByTheThresholds(double? nsfw, bool? isUnsafe, bool isScored, string expected) =>
        Assert.Equal(Enum.Parse<Check>(expected), CheckPolicy.Of(new Scores(null, null, nsfw, isUnsafe), isScored, Usual));

    [Theory]
    [InlineData("Trust", "Safe")]
    [InlineData("Blur", "Unchecked")]
    [InlineData("Moderator", "Unsafe")]
    public void Check_OfAPictureWithoutScores_IsTheOperatorsChoice(string choice, string expected) =>
        Assert.Equal(Enum.Parse<Check>(expected), CheckPolicy.Of(Scores.None, false, new CheckOptions { Unscored = Enum.Parse<UnscoredPictures>(choice) }));

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_HoldSafePictures_AndUncheckedOnesWhereTheyAreAskedFor(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var (safe, blurred, @unsafe) = (await JobAsync(stage, 1, 0.1), await JobAsync(stage, 2, 0.6), await JobAsync(stage, 3, 0.95));

        Assert.Equal([safe], await stage.ListedAsync());
        Assert.Equal([blurred], await stage.ListedAsync(WireCheck.Unchecked));
        Assert.Equal((RefusalKind.NotAllowed, "key.missing"), await ModerationStage.RefusedAsync(() => stage.ListedAsync(WireCheck.Unsafe)));
        var waiting = await stage.Requests.ListPicturesAsync(new() { Checks = { WireCheck.Unsafe } }, stage.Moderator);
        Assert.Equal([@unsafe], waiting.Pictures.Select(picture => picture.Job.JobId));
    }

    [Theory, OnSqlite]
    public async Task Lists_WhereTheOperatorWants_HoldUncheckedPicturesToo(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind, "--Checks:ListUnchecked", "true");

        Assert.Equal([await JobAsync(stage, 2, 0.6)], await stage.ListedAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task UnsafePicture_IsSentToModeratorsAlone_UntilOneClearsIt(DatabaseKind kind)
    {
        await using var stage = await ModerationStage.StartAsync(kind);
        var job = await JobAsync(stage, 9, 0.95);

        Assert.Equal((RefusalKind.NotAllowed, "picture.withheld"), await ModerationStage.RefusedAsync(() => stage.FetchAsync(job)));
        Assert.Equal(PaintedPng.Of(16, 16, 9), await stage.FetchAsync(job, stage.Moderator));
        Assert.Equal((RefusalKind.NotAllowed, "key.not_allowed"), await ModerationStage.RefusedAsync(async () => await stage.Moderation.CheckPictureAsync(new() { JobId = job, Safe = true }, stage.Asker)));

        await stage.Moderation.CheckPictureAsync(new() { JobId = job, Safe = true }, stage.Moderator);
        Assert.Equal(PaintedPng.Of(16, 16, 9), await stage.FetchAsync(job));
        Assert.Equal([job], await stage.ListedAsync());
        await stage.Moderation.CheckPictureAsync(new() { JobId = job, Safe = false, Why = "Second thoughts." }, stage.Moderator);
        Assert.Empty(await stage.ListedAsync());
        var acts = await stage.Moderation.ListActsAsync(new() { Subject = $"picture:{job}" }, stage.Operator);
        Assert.Equal([("Mod", "moderator", "picture.withhold", "Second thoughts."), ("Mod", "moderator", "picture.clear", "")], acts.Acts.Select(act => (act.AccountName, act.Role, act.What, act.Why)));
    }

    private static async Task<string> JobAsync(ModerationStage stage, byte shade, double nsfw) =>
        (await stage.RenderAsync(shade, scores: new() { Nsfw = nsfw })).Jobs.Single().JobId;
}
