using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Ends an account's stay in its team. What was counted for the team stays there.</summary>
internal sealed class LeaveTeam(GridWriter writer, TimeProvider time)
{
    /// <returns>The team; null when the account is in none.</returns>
    public Task<Team?> RunAsync(AccountId account, CancellationToken cancellationToken) => writer.RunAsync(async db =>
    {
        var now = time.GetUtcNow();
        var team = await db.FindTeamOfAsync(account, cancellationToken);
        await db.Memberships.Where(stay => stay.AccountId == account && stay.LeftAt == null) // unique index account
            .ExecuteUpdateAsync(set => set.SetProperty(stay => stay.LeftAt, now), cancellationToken);
        return team;
    }, cancellationToken);
}
