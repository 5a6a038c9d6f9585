using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Tests.Bundles;

public sealed class DiskRoomTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(10_000);
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(100);

    private readonly BundleScene _scene = new();

    [Fact]
    public void Evict_OfAnything_DeletesTheLongestUnusedAndNoMoreThanNeeded() => Prop.ForAll(Disks.ToArbitrary(), disk =>
    {
        var evicted = DiskPolicy.Evict(disk.Bytes, disk.Missing, disk.Others, disk.Free, disk.Limits, Now);
        var old = disk.Others.Where(other => Now - other.LastUse >= disk.Limits.KeepFor).OrderBy(other => other.LastUse).ToList();
        return evicted is null
            ? !Fits(disk, old)
            : Fits(disk, evicted) && evicted.SequenceEqual(old.Take(evicted.Count)) && (evicted.Count == 0 || !Fits(disk, evicted.SkipLast(1)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Prepare_WhenTheDiskHasNoRoom_SaysHowMuchItLacksBeforeFetching()
    {
        var huge = BundleScene.Manifest(Content, bytes: long.MaxValue / 4);
        using var store = _scene.Store();
        var source = new FakeSource(Content);
        Assert.False(store.CanHold(huge));

        var none = Assert.IsType<BundleOutcome.NoRoom>(await store.PrepareAsync(huge, source, default));

        Assert.Contains("Free some", none.Detail, StringComparison.Ordinal);
        Assert.Empty(source.Asked);
    }

    [Fact]
    public async Task Prepare_WhenTheDiskFillsUpMeanwhile_KeepsWhatCameAndGoesOnLater()
    {
        var manifest = BundleScene.Manifest(Content, chunkBytes: 2048);
        using (var store = _scene.Store())
        {
            var broken = new FakeSource(Content) { OnPiece = () => throw new BundleDiskException("No space left on device") };
            Assert.Contains("No space left", Assert.IsType<BundleOutcome.NoRoom>(await store.PrepareAsync(manifest, broken, default)).Detail, StringComparison.Ordinal);
        }
        _scene.Limits = new() { FloorBytes = long.MaxValue / 2 };
        using (var store = _scene.Store())
            Assert.False(store.CanHold(manifest));
        _scene.Limits = new() { FloorBytes = 0 };
        using var freed = _scene.Store();
        Assert.True(freed.CanHold(manifest));

        Assert.IsType<BundleOutcome.Ready>(await freed.PrepareAsync(manifest, new FakeSource(Content), default));
    }

    [Fact]
    public async Task Prepare_WhenTheLimitIsReached_DeletesTheLongestUnused()
    {
        _scene.Limits = new(MaxBytes: 25_000) { FloorBytes = 0 };
        var (first, second, third) = (BundleScene.Manifest(Content, id: "first"), BundleScene.Manifest(Content, id: "second"), BundleScene.Manifest(Content, id: "third"));
        using var store = _scene.Store();
        await store.PrepareAsync(first, new FakeSource(Content), default);
        await store.PrepareAsync(second, new FakeSource(Content), default);
        Assert.False(store.CanHold(third)); // both were used a moment ago
        Assert.IsType<BundleOutcome.NoRoom>(await store.PrepareAsync(third, new FakeSource(Content), default));
        _scene.Clock.Turn(TimeSpan.FromHours(2));
        await store.PrepareAsync(first, new FakeSource(Content), default);

        Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(third, new FakeSource(Content), default));

        Assert.Equal((true, false, true), (store.IsOnDisk(first), store.IsOnDisk(second), store.IsOnDisk(third)));
        Assert.Contains(_scene.Log.All, line => line.StartsWith("Deleted bundle second", StringComparison.Ordinal));
    }

    public void Dispose() => _scene.Dispose();

    private static bool Fits(Disk disk, IEnumerable<KeptBundle> gone)
    {
        var freed = gone.Sum(bundle => bundle.Bytes);
        return disk.Missing + disk.Limits.FloorBytes <= disk.Free + freed
            && (disk.Limits.MaxBytes is not { } most || disk.Bytes + disk.Others.Sum(other => other.Bytes) - freed <= most);
    }

    private static Gen<Disk> Disks =>
        from bytes in Gen.Choose(0, 20)
        from missing in Gen.Choose(0, bytes)
        from others in (from size in Gen.Choose(0, 20) from minutes in Gen.Choose(0, 300) select (size, minutes)).ArrayOf()
        from free in Gen.Choose(0, 40)
        from limit in Gen.OneOf(Gen.Constant<long?>(null), Gen.Choose(0, 60).Select(most => (long?)most))
        from floor in Gen.Choose(0, 10)
        select new Disk(bytes, missing, [.. others.DistinctBy(one => one.minutes).Select(one => new KeptBundle($"{one.minutes}", one.size, Now.AddMinutes(-one.minutes)))], free, new(limit) { FloorBytes = floor });

    private sealed record Disk(long Bytes, long Missing, IReadOnlyList<KeptBundle> Others, long Free, DiskLimits Limits);
}
