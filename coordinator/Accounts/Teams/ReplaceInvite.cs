using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Draws a team's new invite code for its founder; the old one lets nobody in any more.</summary>
internal sealed class ReplaceInvite(GridWriter writer)
{
    /// <returns>Null when the account has founded no team of this name.</returns>
    public async Task<InviteCode?> RunAsync(AccountId founder, string name, CancellationToken cancellationToken)
    {
        var (key, code) = (Account.KeyOf(name), InviteCode.Draw());
        var replaced = await writer.RunAsync(
            db => db.Teams.Where(team => team.NameKey == key && team.FounderId == founder && team.DissolvedAt == null) // unique index name
                .ExecuteUpdateAsync(set => set.SetProperty(team => team.InviteHash, code.Hash), cancellationToken),
            cancellationToken);
        return replaced == 1 ? code : null;
    }
}
