using System.Data.Common;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Gives a team another name for its founder. Whoever knew it by the old one finds nothing there, and another may take that.</summary>
internal sealed class RenameTeam(GridWriter writer, IDbContextFactory<GridDb> databases)
{
    /// <returns>Null when it is called so now; otherwise why not.</returns>
    public async Task<Refusal?> RunAsync(AccountId founder, string name, string newName, CancellationToken cancellationToken)
    {
        if (NameRules.Check(newName, "team.name_invalid", "new_name") is { } invalid)
            return invalid;
        var (key, newKey) = (Account.KeyOf(name), Account.KeyOf(newName));
        try
        {
            return await writer.RunAsync(async db => await IsTakenAsync(db, key, newKey, cancellationToken) ? TeamRefusals.NameTaken(newName)
                : await db.Teams.Where(team => team.NameKey == key && team.FounderId == founder && team.DissolvedAt == null) // unique index
                    .ExecuteUpdateAsync(set => set.SetProperty(team => team.Name, newName).SetProperty(team => team.NameKey, newKey), cancellationToken) == 1 ? null : TeamRefusals.NotFounder, cancellationToken);
        }
        catch (DbException)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken); // the unique index decides between two at once
            if (await IsTakenAsync(db, key, newKey, cancellationToken))
                return TeamRefusals.NameTaken(newName);
            throw;
        }
    }

    /// <summary>By another team: changing the case of one's own letters is no conflict.</summary>
    private static async Task<bool> IsTakenAsync(GridDb db, string key, string newKey, CancellationToken cancellationToken) =>
        newKey != key && await db.Teams.AnyAsync(team => team.NameKey == newKey, cancellationToken); // unique index
}
