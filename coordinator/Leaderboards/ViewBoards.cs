using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>A page of a board, and how many it lists in all.</summary>
/// <param name="Days">What each of the rows added on the last 30 days, by its id; empty when that was not asked for.</param>
internal sealed record BoardPage(IReadOnlyList<BoardStanding> Rows, int Total, IReadOnlyDictionary<Guid, long[]> Days);

/// <summary>Reads pages and single rows of the boards in memory; neither costs more with the contributors there are.</summary>
internal sealed class ViewBoards(LiveBoards boards, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int DaysShown = 30;

    public Task<BoardPage> PageAsync(BoardKind kind, BoardPeriod period, int offset, int limit, CancellationToken cancellationToken) =>
        PageAsync(kind, period, offset, limit, hasDays: false, cancellationToken);

    /// <param name="hasDays">Whether each row is wanted with its last 30 days.</param>
    public async Task<BoardPage> PageAsync(BoardKind kind, BoardPeriod period, int offset, int limit, bool hasDays, CancellationToken cancellationToken)
    {
        var (rows, total) = await boards.ReadAsync(all => (all.Board(kind, period).Page(offset, limit), all.Board(kind, period).Count), cancellationToken);
        if (rows.Count == 0)
            return new(rows, total, new Dictionary<Guid, long[]>());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var days = hasDays ? await DaysAsync(db, rows, cancellationToken) : new Dictionary<Guid, long[]>();
        return new(await NamedAsync(db, kind, rows, cancellationToken), total, days);
    }

    /// <summary>With the names of now: boards keep those of when they were built. What is gone since is left out.</summary>
    private static async Task<IReadOnlyList<BoardStanding>> NamedAsync(GridDb db, BoardKind kind, IReadOnlyList<BoardStanding> rows, CancellationToken cancellationToken)
    {
        if (kind is not (BoardKind.People or BoardKind.Teams))
            return rows;
        var names = (await BoardRows.EntrantsAsync(db, kind, rows.Select(row => row.Entrant.Id).ToList(), cancellationToken)).ToDictionary(one => one.Id);
        return rows.Where(row => names.ContainsKey(row.Entrant.Id)).Select(row => row with { Entrant = names[row.Entrant.Id] }).ToList();
    }

    private async Task<Dictionary<Guid, long[]>> DaysAsync(GridDb db, IReadOnlyList<BoardStanding> rows, CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().Floor(TallySpan.Day);
        var first = today.AddDays(1 - DaysShown);
        var days = rows.ToDictionary(row => row.Entrant.Id, _ => new long[DaysShown]);
        foreach (var sum in await db.SumsAsync(days.Keys.Select(id => new TallySubject(id)).ToList(), TallySpan.Day, first, today, cancellationToken))
            days[sum.Subject.Value][(int)(sum.At - first).TotalDays] = sum.Amount;
        return days;
    }

    /// <param name="name">An account's, a team's or a bundle's name, or a device's id.</param>
    /// <returns>Null when it is not on this board.</returns>
    public async Task<BoardStanding?> FindAsync(BoardKind kind, BoardPeriod period, string name, CancellationToken cancellationToken)
    {
        var id = kind switch
        {
            BoardKind.People => await AccountAsync(name, cancellationToken),
            BoardKind.Devices => Ids.Read<WorkerId>(name)?.Value,
            BoardKind.Teams => await TeamAsync(name, cancellationToken),
            _ => KnownBundle.KeyOf(name),
        };
        return id is null ? null : await boards.ReadAsync(all => all.Roster(kind).Find(id.Value) is { } slot ? all.Board(kind, period).Find(slot) : null, cancellationToken);
    }

    private async Task<Guid?> AccountAsync(string name, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(name);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Accounts.Where(account => account.NameKey == key).Select(account => account.Id).ToListAsync(cancellationToken); // unique index
        return found.Count == 0 ? null : found[0].Value;
    }

    private async Task<Guid?> TeamAsync(string name, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(name);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Teams.Where(team => team.NameKey == key).Select(team => team.Id).ToListAsync(cancellationToken); // unique index
        return found.Count == 0 ? null : found[0].Value;
    }
}
