using System.Formats.Tar;
using System.Text.Json;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;
using LaionGrid.Coordinator.Datasets.Releases.Verifying;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Parquet;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

public sealed class BuildReleaseTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Release_OfAMonth_HoldsWhatMayBeReleasedAndItsPictures(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 8);
        await stage.ChangeAsync(1, job => job.ExecuteUpdateAsync(set => set.SetProperty(one => one.Visibility, Visibility.Unlisted)));
        await stage.ChangeAsync(2, job => job.ExecuteUpdateAsync(set => set.SetProperty(one => one.Check, PictureCheck.Unchecked)));

        var folder = await stage.BuiltAsync(ReleaseStage.Month);

        Assert.Equal([0, 3, 4, 5, 6, 7], (await stage.InAsync(ReleaseStage.Month)).Select(id => stage.Pictures.ToList().IndexOf(id)));
        Assert.Empty(await VerifyRelease.RunAsync(folder, default).ToListAsync());
        var entries = await EntriesAsync(Path.Combine(folder, "shards", "laiongrid-2026-11-000000.tar"));
        Assert.Equal(18, entries.Count);
        var uid = stage.Pictures[3].ToString();
        Assert.Equal(PaintedPng.Of(16, 16, 30), entries[$"{uid}.png"]);
        Assert.Equal("a boat, number 3", System.Text.Encoding.UTF8.GetString(entries[$"{uid}.txt"]));
        var row = JsonDocument.Parse(entries[$"{uid}.json"]).RootElement;
        Assert.Equal(("2026-11", uid, "Paper 3060", 0), (row.GetProperty("release").GetString(), row.GetProperty("uid").GetString(), row.GetProperty("gpu_family").GetString(), row.GetProperty("reproduced").GetInt32()));
        Assert.Contains("| 1 | their safety check is not passed |", await File.ReadAllTextAsync(Path.Combine(folder, "CHANGES.md")), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Release_OfTheSameSnapshotAndSecret_HasTheSameBytes(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind);
        var first = ReleaseStage.Read(await stage.BuiltAsync(ReleaseStage.Month));
        await ForgetAsync(stage);

        var second = ReleaseStage.Read(await stage.BuiltAsync(ReleaseStage.Month));

        Assert.Equal(first, second);
        Assert.True(first.Count >= 12);
    }

    [Theory, OnSqlite]
    public async Task Keys_OfTwoBuilds_FitNowhereElse(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind);
        var keys = new HashSet<string?>();
        for (var build = 0; build < 2; build++)
        {
            Assert.IsType<BuildOutcome.Built>(await stage.Builder.RunAsync(ReleaseStage.Month, null, null, default));
            foreach (var (name, bytes) in await EntriesAsync(Path.Combine(stage.FolderOf(ReleaseStage.Month), "shards", "laiongrid-2026-11-000000.tar")))
            {
                if (name.EndsWith(".json", StringComparison.Ordinal))
                    keys.Add(JsonDocument.Parse(bytes).RootElement.GetProperty("user_key").GetString());
            }
            await ForgetAsync(stage);
        }

        Assert.Equal(4, keys.Count); // two authors, two secrets
    }

    [Theory, OnSqlite]
    public async Task Build_ThatEndsAtAnyWrite_PublishesNothingAndTheNextIsWhole(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 2);
        var writes = 0;
        stage.Builder.BeforeWrite = () => writes++;
        var whole = ReleaseStage.Read(await stage.BuiltAsync(ReleaseStage.Month));
        var all = writes;
        await ForgetAsync(stage);
        Assert.True(all > 40);

        for (var last = 1; last <= all; last++)
        {
            writes = 0;
            stage.Builder.BeforeWrite = () => _ = ++writes == last ? throw new IOException("The disk is gone.") : 0;
            await Assert.ThrowsAsync<IOException>(() => stage.BuildAsync(ReleaseStage.Month));
            Assert.Empty((await stage.Grid.Get<ViewReleases>().ListAsync(10, default)));
            Assert.Empty(await stage.InAsync(ReleaseStage.Month));
        }

        stage.Builder.BeforeWrite = () => { };
        Assert.Equal(whole, ReleaseStage.Read(await stage.BuiltAsync(ReleaseStage.Month)));
    }

    [Theory, OnSqlite]
    public async Task Build_ThatWasKilled_LeavesNothingForTheNext(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 2);
        // As a killed process leaves it: a row, a folder that is staged, and one that has its name and was not published.
        Assert.True(await stage.Grid.Get<PublishRelease>().BeginAsync(ReleaseStage.Month, ReleaseStage.Month.Bound, default));
        foreach (var folder in new[] { Path.Combine(stage.Builder.Root, ".staging"), stage.FolderOf(ReleaseStage.Month) })
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "half"), "half");
        }

        var built = await stage.BuiltAsync(ReleaseStage.Month);

        Assert.DoesNotContain("half", ReleaseStage.Read(built).Keys);
        Assert.Empty(await VerifyRelease.RunAsync(built, default).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Picture_TakenAwayWhileItIsBuilt_IsNotPublished(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 3);
        var writes = 0;
        stage.Builder.BeforeWrite = () =>
        {
            if (++writes == 20)
                stage.ChangeAsync(1, job => job.ExecuteUpdateAsync(set => set.SetProperty(one => one.Check, PictureCheck.TakenDown))).GetAwaiter().GetResult();
        };

        await stage.BuiltAsync(ReleaseStage.Month);

        Assert.Equal([stage.Pictures[0], stage.Pictures[2]], await stage.InAsync(ReleaseStage.Month));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Increment_OfADay_HoldsWhatNoStandingOneHolds(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 3);
        var today = ReleaseVersion.OfDay(stage.Grid.Time.GetUtcNow());
        await stage.BuiltAsync(today);
        Assert.Equal(stage.Pictures, await stage.InAsync(today));
        Assert.IsType<BuildOutcome.Standing>(await stage.BuildAsync(today));
        var more = await stage.Filler.AddAsync(1, today.Bound.AddDays(-1), 1, _ => [1, 2, 3]);

        stage.Grid.Time.Advance(TimeSpan.FromDays(1));
        Assert.IsType<BuildOutcome.Nothing>(await stage.BuildAsync(ReleaseVersion.OfDay(stage.Grid.Time.GetUtcNow()))); // still under its embargo
        stage.Grid.Time.Advance(TimeSpan.FromDays(3));
        var later = ReleaseVersion.OfDay(stage.Grid.Time.GetUtcNow());
        await stage.BuiltAsync(later);

        await using var db = await stage.DbAsync();
        var name = later.ToString();
        Assert.Equal(more.Select(JobId.From), await db.ReleasedPictures.Where(picture => picture.Version == name).Select(picture => picture.JobId).ToListAsync());
    }

    [Theory, OnSqlite]
    public async Task Build_OfAMonthUnderEmbargo_IsTooEarly(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, pictures: 1);

        Assert.IsType<BuildOutcome.Early>(await stage.BuildAsync(ReleaseVersion.OfMonth(new(2026, 12, 1))));
        Assert.False(Directory.Exists(Path.Combine(stage.Builder.Root, "2026-12")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Duplicates_AndOneAuthorsFlood_AreLeftOut(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 0, "--Releases:AuthorFloor", "2");
        await stage.Filler.AddAsync(9, ReleaseStage.November, authors: 1, index => PaintedPng.Of(16, 16, (byte)(index / 2)));

        var built = Assert.IsType<BuildOutcome.Built>(await stage.BuildAsync(ReleaseStage.Month));

        Assert.Equal(2, built.Pictures);
        var changes = await File.ReadAllTextAsync(Path.Combine(stage.FolderOf(ReleaseStage.Month), "CHANGES.md"));
        Assert.Contains("| 4 | like an earlier one of the release |", changes, StringComparison.Ordinal);
        Assert.Contains("| 3 | their author has enough in the release |", changes, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Picture_WhoseBytesAreGone_IsLeftOutAndTold(DatabaseKind kind)
    {
        await using var stage = await ReleaseStage.CreateAsync(kind, 1);
        await stage.Filler.AddAsync(1, ReleaseStage.November.AddDays(1), authors: 1, _ => null);

        var built = Assert.IsType<BuildOutcome.Built>(await stage.BuildAsync(ReleaseStage.Month));

        Assert.Equal(1, built.Pictures);
        Assert.Contains("| 1 | their bytes are not there any more |", await File.ReadAllTextAsync(Path.Combine(stage.FolderOf(ReleaseStage.Month), "CHANGES.md")), StringComparison.Ordinal);
    }

    [ParquetFact]
    public async Task Tables_ReadByOthers_SayWhatTheGridSays()
    {
        await using var stage = await ReleaseStage.CreateAsync(DatabaseKind.Sqlite, pictures: 3);
        var folder = await stage.BuiltAsync(ReleaseStage.Month);
        var images = Path.Combine(folder, "data", "images", "000000.parquet");

        var rows = OutsideReader.ReadByHyparquet(images).EnumerateArray().ToList();
        var answer = OutsideReader.AskDuckDb($"SELECT count(*)::INTEGER AS n, count(DISTINCT user_key)::INTEGER AS authors, max(created_hour)::VARCHAR AS hour, min(aesthetic_pred) AS score FROM '{images}' WHERE release = '2026-11' AND file IS NOT NULL")[0];
        var laion = OutsideReader.AskDuckDb($"SELECT URL, WIDTH FROM '{Path.Combine(folder, "data", "laion_compat", "000000.parquet")}' ORDER BY URL LIMIT 1")[0];

        Assert.Equal(stage.Pictures.Select(id => id.ToString()), rows.Select(row => row.GetProperty("uid").GetString()));
        Assert.Equal(["a boat, number 0", "a boat, number 1", "a boat, number 2"], rows.Select(row => row.GetProperty("prompt").GetString()));
        Assert.Equal((3, 2, 5.5), (answer.GetProperty("n").GetInt32(), answer.GetProperty("authors").GetInt32(), answer.GetProperty("score").GetDouble()));
        Assert.StartsWith("2026-11-02 09:00:00", answer.GetProperty("hour").GetString(), StringComparison.Ordinal);
        Assert.Equal(($"http://localhost:5080/pictures/{stage.Pictures[0]}.png", 16), (laion.GetProperty("URL").GetString(), laion.GetProperty("WIDTH").GetInt32()));
    }

    /// <summary>As if the release had never been built.</summary>
    private static async Task ForgetAsync(ReleaseStage stage)
    {
        Directory.Delete(stage.FolderOf(ReleaseStage.Month), recursive: true);
        await using var db = await stage.DbAsync();
        await db.ReleasedPictures.ExecuteDeleteAsync();
        await db.ReleaseFiles.ExecuteDeleteAsync();
        await db.Releases.ExecuteDeleteAsync();
    }

    private static async Task<Dictionary<string, byte[]>> EntriesAsync(string path)
    {
        var entries = new Dictionary<string, byte[]>();
        await using var file = File.OpenRead(path);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            using var bytes = new MemoryStream();
            await (entry.DataStream ?? Stream.Null).CopyToAsync(bytes);
            entries.Add(entry.Name, bytes.ToArray());
        }
        return entries;
    }
}
