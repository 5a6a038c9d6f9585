using System.Security.Cryptography;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.TestKit;
using LaionGrid.TestKit.S3;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Tests.Blobs;

/// <summary>
/// The object store over a real server. The server's clock cannot be turned, so the sweep's is: it stands at the server's
/// time, or a grace and more beyond it, where all that was ever stored is old.
/// </summary>
public sealed class S3BlobStoreTests(S3Server server) : IClassFixture<S3Server>
{
    private static readonly byte[] Bytes = [1, 2, 3];
    private static readonly string Blob = HashOf(Bytes);
    private static readonly TimeSpan BeyondGrace = new BlobsOptions().SweepAfter + TimeSpan.FromHours(1);

    [S3Fact]
    public async Task Put_ThenGet_GivesTheBytes_AndAgainWhenPutAgain()
    {
        using var store = NewStore();
        var large = new byte[3 * 1024 * 1024];
        Random.Shared.NextBytes(large);

        await store.PutAsync(HashOf(large), large, default);
        await store.PutAsync(HashOf(large), large, default);

        Assert.Equal(large, await store.GetAsync(HashOf(large), default));
        Assert.Null(await store.GetAsync(Blob, default));
    }

    [S3Fact]
    public async Task Sweep_OfWhatNothingRefersTo_SetsItAsideReadable_ThenDeletesIt()
    {
        using var store = NewStore();
        await store.PutAsync(Blob, Bytes, default);

        await SweepAsync(store, TimeSpan.Zero, new());
        Assert.Equal([Blob], await ListAsync(store, BlobShelf.Kept));

        await SweepAsync(store, BeyondGrace, new());
        Assert.Equal([Blob], await ListAsync(store, BlobShelf.Aside));
        Assert.Empty(await ListAsync(store, BlobShelf.Kept));
        Assert.Equal(Bytes, await store.GetAsync(Blob, default));

        await SweepAsync(store, TimeSpan.Zero, new());
        Assert.NotNull(await store.GetAsync(Blob, default)); // aside for less than its grace
        await SweepAsync(store, BeyondGrace, new());
        Assert.Null(await store.GetAsync(Blob, default));
    }

    /// <summary>The put lands after the sweep's look, at its worst instant: before the object is deleted by its name.</summary>
    [S3Fact]
    public async Task Sweep_WhenTheBlobIsPutAndReferredToAfterItsLook_PutsItBack()
    {
        using var store = NewStore();
        var references = new SetReferences();
        await store.PutAsync(Blob, Bytes, default);
        references.After = async () =>
        {
            await store.PutAsync(Blob, Bytes, default);
            references.Hashes.Add(Blob);
        };

        await SweepAsync(store, BeyondGrace, references);
        Assert.Equal(Bytes, await store.GetAsync(Blob, default));
        await SweepAsync(store, BeyondGrace, references);

        Assert.Equal([Blob], await ListAsync(store, BlobShelf.Kept));
        Assert.Empty(await ListAsync(store, BlobShelf.Aside));
        Assert.Equal(Bytes, await store.GetAsync(Blob, default));
    }

    [S3Fact]
    public async Task Sweep_WhenTheBlobIsPutAndReferredToWhileItIsDeleted_LeavesTheNewOne()
    {
        using var store = NewStore();
        var references = new SetReferences();
        await store.PutAsync(Blob, Bytes, default);
        await SweepAsync(store, BeyondGrace, references);
        references.After = async () =>
        {
            await store.PutAsync(Blob, Bytes, default);
            references.Hashes.Add(Blob);
        };

        await SweepAsync(store, BeyondGrace, references);

        Assert.Equal([Blob], await ListAsync(store, BlobShelf.Kept));
    }

    /// <summary>A page of the server's list has at most 1,000 objects.</summary>
    [S3Fact]
    public async Task List_OfMoreThanAPage_GivesThemAll()
    {
        const int Count = 1003;
        using var store = NewStore();
        var blobs = Enumerable.Range(0, int.MaxValue).Select(BitConverter.GetBytes).Where(bytes => HashOf(bytes).StartsWith(Blob[..2], StringComparison.Ordinal)).Take(Count).ToList();
        await Parallel.ForEachAsync(blobs, async (bytes, cancellationToken) => await store.PutAsync(HashOf(bytes), bytes, cancellationToken));

        Assert.Equal(blobs.Select(HashOf).Order(), await ListAsync(store, BlobShelf.Kept));
    }

    [S3Fact]
    public async Task Coordinator_OverABucketThatIsNotThere_SaysSoAtItsStart()
    {
        var error = await Record.ExceptionAsync(() => CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite, Settings($"s3://{S3Server.Bucket}-of-nobody")));

        var line = StartFailure.Describe(Assert.IsType<UnavailableException>(error));
        Assert.StartsWith("blobs.unreachable", line, StringComparison.Ordinal);
        Assert.Contains("bucket does not exist", line, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task Coordinator_WithAKeyThatTheStoreDoesNotKnow_SaysSoAtItsStart()
    {
        string[] settings = [.. Settings($"s3://{S3Server.Bucket}"), "--Blobs:S3AccessKey", "unknown"];
        var error = await Record.ExceptionAsync(() => CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite, settings));

        var line = StartFailure.Describe(Assert.IsType<UnavailableException>(error));
        Assert.StartsWith("blobs.unreachable", line, StringComparison.Ordinal);
        Assert.Contains("Blobs:S3AccessKey", line, StringComparison.Ordinal);
    }

    /// <summary>A picture's whole way, uploaded, completed and fetched, with nothing on the disk.</summary>
    [S3Fact]
    public async Task Coordinator_OverABucket_KeepsAPictureThere()
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite, Settings($"s3://{S3Server.Bucket}/whole-way"));
        var story = new Story(grid);
        await story.AskAsync();
        await story.RenderAsync(await story.EnrollAsync("worker"), shade: 3);

        var png = PaintedPng.Of(16, 16, 3);
        Assert.Equal(png, await grid.Get<IBlobStore>().GetAsync(HashOf(png), default));
        Assert.False(Directory.Exists(grid.Folder[Path.Combine("data", "blobs")]));
        Assert.Equal([HashOf(png)], await grid.Services.GetServices<IBlobReferences>().OfType<AttemptReferences>().Single().FindAsync([HashOf(png), Blob], default));
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private S3BlobStore NewStore() => new(Options.Create(new BlobsOptions
    {
        Store = $"s3://{S3Server.Bucket}/{Guid.NewGuid():N}",
        S3Endpoint = server.Address,
        S3AccessKey = S3Server.Key,
        S3SecretKey = S3Server.Key,
    }));

    private string[] Settings(string store) =>
        ["--Blobs:Store", store, "--Blobs:S3Endpoint", server.Address, "--Blobs:S3AccessKey", S3Server.Key, "--Blobs:S3SecretKey", S3Server.Key];

    private static Task SweepAsync(S3BlobStore store, TimeSpan beyondNow, SetReferences references)
    {
        var time = new ManualTime();
        time.Advance(TimeProvider.System.GetUtcNow() + beyondNow - time.GetUtcNow());
        return new BlobSweep(store, [references], Options.Create(new BlobsOptions()), time, NullLogger<BlobSweep>.Instance).SweepAsync(Blob[..2], default);
    }

    private static async Task<IReadOnlyList<string>> ListAsync(S3BlobStore store, BlobShelf shelf) =>
        await store.ListAsync(shelf, Blob[..2], DateTimeOffset.MaxValue, default).ToListAsync();
}
