using LaionGrid.Web.Coordinator.Network;

namespace LaionGrid.Web.Network;

/// <summary>
/// The grid's history for all pages, asked for and drawn once in a while: a sample comes once a minute, and a day of them costs more than all else on a page.
/// </summary>
internal sealed class HistoryBook(GridGrpc grid, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<HistoryLength, (DateTimeOffset At, Task<History> History)> _pages = [];

    /// <summary>The history of some seconds ago at most. Whoever comes while it is asked for waits for the same answer; one that failed is asked for again.</summary>
    public Task<History> ReadAsync(HistoryLength length, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_pages.TryGetValue(length, out var page) || now - page.At >= Lasts || page.History.IsFaulted)
                _pages[length] = page = (now, AskAsync(length));
            return page.History.WaitAsync(cancellationToken);
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
