namespace LaionGrid.Coordinator.Tests.Blobs;

public sealed class DiskBlobStoreTests
{
    [Fact]
    public async Task Put_ThenGet_GivesTheBytes()
    {
        using var shelf = new Shelf();

        await shelf.PutAsync(1);

        Assert.Equal(Shelf.BytesOf(1), await shelf.GetAsync(1));
        Assert.Null(await shelf.GetAsync(2));
        Assert.EndsWith($"{Path.Combine("blobs", "ab", "00", Shelf.Hash(1))}", Assert.Single(shelf.Files), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_OfTheSameBytesByManyAtOnce_KeepsThemOnceAndLeavesNothingBeside()
    {
        using var shelf = new Shelf();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => shelf.PutAsync(number % 5)));

        Assert.Equal(Enumerable.Range(0, 5).Select(Shelf.Hash), shelf.Files.Select(Path.GetFileName).Order());
        Assert.Equal(Shelf.BytesOf(4), await shelf.GetAsync(4));
    }

    /// <summary>A folder in the blob's place makes the last step fail, as a disk that fills up makes an earlier one.</summary>
    [Fact]
    public async Task Put_WhenItFails_SaysSoAndLeavesNothingBehind()
    {
        using var shelf = new Shelf();
        var place = shelf.Folder[Path.Combine("blobs", "ab", "00", Shelf.Hash(1))];
        Directory.CreateDirectory(place);

        await Assert.ThrowsAnyAsync<SystemException>(() => shelf.PutAsync(1));
        Assert.Empty(shelf.Files);

        Directory.Delete(place);
        await shelf.PutAsync(1);
        Assert.Equal(Shelf.BytesOf(1), await shelf.GetAsync(1));
    }

    [Fact]
    public async Task Sweep_DeletesWhatAKilledPutLeft_OnceItIsOld()
    {
        using var shelf = new Shelf();
        await shelf.PutAsync(1);
        shelf.References.Hashes.Add(Shelf.Hash(1));
        var remnant = $"{Assert.Single(shelf.Files)}.half";
        await File.WriteAllBytesAsync(remnant, [1]);
        File.SetLastWriteTimeUtc(remnant, shelf.Time.GetUtcNow().UtcDateTime);

        await shelf.SweepAfterAsync(Shelf.Grace);
        Assert.True(File.Exists(remnant));

        await shelf.SweepAfterAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Shelf.Hash(1), Path.GetFileName(Assert.Single(shelf.Files)));
    }

    [Fact]
    public async Task Dispose_WaitsForThePutsThatWereBegun()
    {
        using var shelf = new Shelf();
        var puts = Enumerable.Range(0, 100).Select(shelf.PutAsync).ToList();

        shelf.Store.Dispose();

        Assert.All(puts, put => Assert.True(put.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => shelf.PutAsync(1));
    }
}
