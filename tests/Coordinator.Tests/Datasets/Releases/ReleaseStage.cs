using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

/// <summary>A grid whose pictures of November may be released, on the tenth of December.</summary>
internal sealed class ReleaseStage : IAsyncDisposable
{
    public static readonly DateTimeOffset November = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);
    public static readonly ReleaseVersion Month = ReleaseVersion.OfMonth(new(2026, 11, 1));
    private static readonly DateTimeOffset Today = new(2026, 12, 10, 12, 0, 0, TimeSpan.Zero);

    private ReleaseStage(CoordinatorUnderTest grid) => (Grid, Filler) = (grid, new(grid));

    public CoordinatorUnderTest Grid { get; }

    /// <summary>Adds more.</summary>
    public ReleasableGrid Filler { get; }

    public IReadOnlyList<JobId> Pictures { get; private set; } = [];

    public BuildRelease Builder => Grid.Get<BuildRelease>();

    public static async Task<ReleaseStage> CreateAsync(DatabaseKind kind, int pictures = 6, params string[] settings)
    {
        var stage = new ReleaseStage(await CoordinatorUnderTest.CreateAsync(kind, settings));
        stage.Grid.Time.Advance(Today - stage.Grid.Time.GetUtcNow());
        stage.Pictures = [.. (await stage.Filler.AddAsync(pictures, November, authors: 2, index => PaintedPng.Of(16, 16, (byte)(10 * index)))).Select(JobId.From)];
        return stage;
    }

    /// <summary>The same secret each time, so that the same snapshot gives the same bytes.</summary>
    public Task<BuildOutcome> BuildAsync(ReleaseVersion version) => Builder.RunAsync(version, new ReleaseKeys([.. Enumerable.Repeat((byte)7, ReleaseKeys.SecretBytes)]), null, default);

    public async Task<string> BuiltAsync(ReleaseVersion version)
    {
        Assert.IsType<BuildOutcome.Built>(await BuildAsync(version));
        return FolderOf(version);
    }

    public string FolderOf(ReleaseVersion version) => Path.Combine(Builder.Root, version.ToString());

    public async Task ChangeAsync(int index, Func<IQueryable<Job>, Task> change)
    {
        await using var db = await DbAsync();
        var id = Pictures[index];
        await change(db.Jobs.Where(job => job.Id == id));
    }

    public Task<GridDb> DbAsync() => Grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();

    public async Task<IReadOnlyList<JobId>> InAsync(ReleaseVersion version)
    {
        await using var db = await DbAsync();
        var name = version.ToString();
        var found = await db.ReleasedPictures.Where(picture => picture.Version == name).Select(picture => picture.JobId).ToListAsync();
        return [.. Pictures.Where(found.Contains)];
    }

    /// <summary>Everything under a folder, path and bytes.</summary>
    public static IReadOnlyDictionary<string, string> Read(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path), path => WorkerClient.Hash(File.ReadAllBytes(path)));

    public ValueTask DisposeAsync() => Grid.DisposeAsync();
}
