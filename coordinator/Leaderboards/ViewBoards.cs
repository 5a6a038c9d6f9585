using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>A page of a board, and how many it lists in all.</summary>
internal sealed record BoardPage(IReadOnlyList<BoardStanding> Rows, int Total);

/// <summary>Reads pages and single rows of the boards in memory; neither costs more with the contributors there are.</summary>
internal sealed class ViewBoards(LiveBoards boards, IDbContextFactory<GridDb> databases)
{
    public Task<BoardPage> PageAsync(BoardKind kind, BoardPeriod period, int offset, int limit, CancellationToken cancellationToken) =>
        boards.ReadAsync(all => new BoardPage(all.Board(kind, period).Page(offset, limit), all.Board(kind, period).Count), cancellationToken);

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
