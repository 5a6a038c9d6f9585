using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests;

/// <summary>Waits for what other tasks bring about, with an end to its patience.</summary>
internal static class Until
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static Task UntilAsync<T>(this T subject, Func<T, bool> condition, TimeSpan patience) =>
        WaitAsync(() => Task.FromResult(condition(subject)), patience);

    /// <summary>Waits for the database to say so.</summary>
    public static Task UntilAsync(this CoordinatorUnderTest grid, Func<GridDb, Task<bool>> condition, TimeSpan patience) => WaitAsync(
        async () =>
        {
            await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
            return await condition(db);
        },
        patience);

    private static async Task WaitAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        while (!await condition())
        {
            Assert.False(late.IsCancellationRequested, "It did not happen in time.");
            await Task.Delay(Look, late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
