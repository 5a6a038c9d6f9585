using System.Collections.Concurrent;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>
/// The boards that this coordinator keeps in memory. Whoever reads them first has them brought up to what the database holds by then, so a page is never
/// older than its question; those who come at once share that. Nothing is lost with them. Safe to call from any thread.
/// </summary>
internal sealed class LiveBoards(IDbContextFactory<GridDb> databases, TimeProvider time) : IDisposable
{
    private const int LongestSeconds = 1800;
    private static readonly TimeSpan RebuiltBy = TimeSpan.FromHours(36); // at the latest, if the loop is not there to do it each midnight

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentQueue<(Guid Account, string Name)> _renamed = [];
    private BoardSet? _boards;
    private bool _isBuilding;
    private long _asked;
    private long _counted;

    /// <summary>Reads the boards as of an instant after the call.</summary>
    /// <param name="read">Must be quick: everybody waits for it.</param>
    public async Task<T> ReadAsync<T>(Func<BoardSet, T> read, CancellationToken cancellationToken)
    {
        var ticket = Interlocked.Increment(ref _asked);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_boards is null || ticket > _counted)
            {
                var sees = Interlocked.Read(ref _asked);
                await CatchUpAsync(cancellationToken);
                _counted = sees;
            }
            return read(_boards!); // made by now
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads boards that <see cref="ReadAsync"/> gave out, once more: they may have been succeeded since, but nobody changes them meanwhile.</summary>
    public async Task<T> ReadAgainAsync<T>(BoardSet boards, Func<BoardSet, T> read, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return read(boards);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes the boards anew if another day has begun since, while readers go on with the old ones.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_boards?.BuiltAt.Floor(TallySpan.Day) != time.GetUtcNow().Floor(TallySpan.Day))
        {
            var boards = await BuildAloneAsync(cancellationToken);
            await _turn.WaitAsync(cancellationToken);
            (_boards, _counted, _isBuilding) = (boards, 0, false); // the next reader catches up
            _turn.Release();
        }
        await ReadAsync(boards => boards.LogSize, cancellationToken);
    }

    /// <summary>Has an account's name replaced for whoever reads from now on.</summary>
    public void Rename(Guid account, string name) => _renamed.Enqueue((account, name));

    public void Dispose() => _turn.Dispose();

    private async Task<BoardSet> BuildAloneAsync(CancellationToken cancellationToken)
    {
        _isBuilding = true; // what is renamed meanwhile is renamed on what is being built, which may have read the old name
        try
        {
            return await BuildAsync(cancellationToken);
        }
        catch
        {
            _isBuilding = false;
            throw;
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_boards is not { } boards || now - boards.BuiltAt > RebuiltBy)
        {
            _boards = await BuildAsync(cancellationToken);
            return;
        }
        var news = await InSnapshotAsync(db => FollowLedger.ReadAsync(db, boards, now, cancellationToken), cancellationToken);
        news.Count(boards);
        while (!_isBuilding && _renamed.TryDequeue(out var one))
            boards.Rename(one.Account, one.Name);
    }

    private Task<BoardSet> BuildAsync(CancellationToken cancellationToken) => InSnapshotAsync(db =>
    {
        db.Database.SetCommandTimeout(LongestSeconds);
        return BuildBoards.RunAsync(db, time.GetUtcNow(), cancellationToken);
    }, cancellationToken);

    /// <summary>All that is read within is of one instant. Nobody waits for it.</summary>
    private async Task<T> InSnapshotAsync<T>(Func<GridDb, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await db.BeginSnapshotAsync(cancellationToken);
        return await read(db);
    }
}
