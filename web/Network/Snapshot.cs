using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Coordinator.Network;
namespace LaionGrid.Web.Network;

/// <summary>What the front page and the live feed show of the grid.</summary>
/// <param name="Ask">The form with nothing filled in: the bundles, and what it would come to.</param>
/// <param name="Pictures">The newest public ones, newest first.</param>
public sealed record Snapshot(AskView Ask, IReadOnlyList<PictureView> Pictures, GridNow Grid)
{
    /// <summary>The first is the default.</summary>
    public IReadOnlyList<BundleView> Bundles => Ask.Bundles;
}

/// <summary>The newest snapshot, for however many ask: the coordinator is asked once in two seconds at most. Safe from any thread.</summary>
internal sealed class Snapshots(CoordinatorGrpc coordinator, LoadAsk load, GridGrpc grid, TimeProvider time)
{
    public const int Pictures = 24;

    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<Snapshot>? _newest;
    private long _takenAt;

    /// <exception cref="CoordinatorAwayException">The coordinator does not answer; the next call asks again.</exception>
    public Task<Snapshot> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_newest is null || _newest.IsFaulted || _newest.IsCanceled || (_newest.IsCompleted && time.GetElapsedTime(_takenAt) >= Lasts))
                (_newest, _takenAt) = (TakeAsync(), time.GetTimestamp());
            return _newest.WaitAsync(cancellationToken);
        }
    }

    // Nobody's own: others wait for it too, so no visitor who leaves may cancel it. Every call in it has a deadline.
    private async Task<Snapshot> TakeAsync()
    {
        var pictures = coordinator.ListPicturesAsync(Pictures, before: "", contributor: "", CancellationToken.None);
        var state = grid.GetStateAsync(CancellationToken.None);
        await Task.WhenAll(pictures, state);
        var wall = await pictures ?? [];
        return new(await load.RunAsync(AskForm.Read([]), Asker.Anybody, CancellationToken.None, wall), wall, await state);
    }
}
