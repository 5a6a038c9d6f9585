using FsCheck;
using FsCheck.Fluent;

namespace LaionGrid.Coordinator.Tests.Blobs;

/// <summary>What nothing refers to goes in the end; what something refers to never does, whatever a put does between a sweep's steps.</summary>
public sealed class BlobSweepTests
{
    private const int Scripts = 40;
    private const int Deeds = 120;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Sweep_OfWhatNothingRefersTo_SetsItAsideReadable_AndDeletesItAGraceLater()
    {
        using var shelf = new Shelf();
        await shelf.PutAsync(1);

        await shelf.SweepAfterAsync(Shelf.Grace);
        Assert.DoesNotContain("aside", Assert.Single(shelf.Files), StringComparison.Ordinal);
        await shelf.SweepAfterAsync(Second);
        Assert.Contains("aside", Assert.Single(shelf.Files), StringComparison.Ordinal);
        await shelf.SweepAfterAsync(Shelf.Grace);
        Assert.Equal(Shelf.BytesOf(1), await shelf.GetAsync(1));

        await shelf.SweepAfterAsync(Second);
        Assert.Empty(shelf.Files);
    }

    [Fact]
    public async Task Sweep_OfWhatSomethingRefersTo_LeavesIt()
    {
        using var shelf = new Shelf();
        await shelf.PutAsync(1);
        shelf.References.Hashes.Add(Shelf.Hash(1));

        for (var turn = 0; turn < 4; turn++)
            await shelf.SweepAfterAsync(Shelf.Grace + Second);

        Assert.DoesNotContain("aside", Assert.Single(shelf.Files), StringComparison.Ordinal);
    }

    /// <summary>The sweep has its answer that nothing refers to the blob; then a worker brings the picture again and completes.</summary>
    [Fact]
    public async Task Sweep_WhenTheBlobIsPutAndReferredToAfterItsLook_PutsItBack()
    {
        using var shelf = new Shelf();
        await shelf.PutAsync(1);
        shelf.References.After = () => PutAndReferAsync(shelf, 1);

        await shelf.SweepAfterAsync(Shelf.Grace + Second);
        Assert.Equal(Shelf.BytesOf(1), await shelf.GetAsync(1));
        await shelf.SweepAfterAsync(Shelf.Grace + Second);

        Assert.DoesNotContain("aside", Assert.Single(shelf.Files), StringComparison.Ordinal);
    }

    /// <summary>The same at the last look before it is deleted: the put finds the name gone and writes it anew.</summary>
    [Fact]
    public async Task Sweep_WhenTheBlobIsPutAndReferredToWhileItIsDeleted_LeavesTheNewOne()
    {
        using var shelf = new Shelf();
        await shelf.PutAsync(1);
        await shelf.SweepAfterAsync(Shelf.Grace + Second);
        shelf.References.After = () => PutAndReferAsync(shelf, 1);

        await shelf.SweepAfterAsync(Shelf.Grace + Second);

        Assert.DoesNotContain("aside", Assert.Single(shelf.Files), StringComparison.Ordinal);
        Assert.Equal(Shelf.BytesOf(1), await shelf.GetAsync(1));
    }

    /// <summary>
    /// Workers put, complete and give up between any two steps of sweeps, in any order. A model knows what is referred to and
    /// what was put within the grace; both must always be there, and all else must be gone in the end.
    /// </summary>
    [Fact]
    public void Sweep_BetweenAnyStepsOfWorkers_LosesNothingAndKeepsNoRubbish() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte>().ArrayOf(Deeds).ToArbitrary(), RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(Scripts));

    private static async Task RunAsync(byte[] script)
    {
        using var workers = new WorkersBetween(script);
        while (!workers.HasEnded)
        {
            await workers.StepAsync();
            await workers.Shelf.Sweep.SweepAsync(Shelf.Prefix, default);
        }
        for (var turn = 0; turn < 3; turn++)
            await workers.Shelf.SweepAfterAsync(Shelf.Grace + Second);
        Assert.Equal(workers.Shelf.References.Hashes.Order(), workers.Shelf.Files.Select(Path.GetFileName).Order());
    }

    private static async Task PutAndReferAsync(Shelf shelf, int number)
    {
        await shelf.PutAsync(number);
        shelf.References.Hashes.Add(Shelf.Hash(number));
        Assert.Equal(Shelf.BytesOf(number), await shelf.GetAsync(number));
    }
}
