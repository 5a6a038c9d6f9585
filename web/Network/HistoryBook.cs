using LaionGrid.Web.Coordinator.Network;

namespace LaionGrid.Web.Network;

/// <summary>
/// The grid's history for all pages, asked for and drawn once in a while: a sample comes once a minute, and a day of them costs more than all else on a page.
/// </summary>
internal sealed class HistoryBook(GridGrpc grid, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<HistoryLength, (long AskedAt, Task<History> History)> _asked = [];

    /// <summary>The history of some seconds ago at most. Whoever comes while it is asked for waits for the same answer; one that failed is asked for again.</summary>
    public Task<History> ReadAsync(HistoryLength length, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_asked.TryGetValue(length, out var last) || time.GetElapsedTime(last.AskedAt) >= Lasts || last.History.IsFaulted)
                _asked[length] = last = (time.GetTimestamp(), AskAsync(length));
            return last.History.WaitAsync(cancellationToken);
        }
    }

    // For all who wait: none of them breaks it off. It ends by the deadline that each call to the coordinator has.
    private async Task<History> AskAsync(HistoryLength length)
    {
        var (samples, state) = (grid.GetHistoryAsync(length, CancellationToken.None), grid.GetStateAsync(CancellationToken.None));
        await Task.WhenAll(samples, state);
        return History.Of(length, await samples, (await state).At);
    }
}
