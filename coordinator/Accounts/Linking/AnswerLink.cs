using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>Lets a person see which machine a code is of, and say yes or no. The first answer counts, and too many wrong codes are refused unread.</summary>
internal sealed class AnswerLink(GridWriter writer, IDbContextFactory<GridDb> databases, LinkLimits limits, TimeProvider time)
{
    /// <returns>What the machine calls itself, or why nobody knows.</returns>
    public async Task<(string? MachineName, Refusal? Refusal)> FindAsync(AccountId account, string code, CancellationToken cancellationToken)
    {
        if (limits.IsOver(account.ToString()))
            return (null, LinkRefusals.TooManyWrong);
        if (LinkCode.Read(code)?.Hash is { } hash)
        {
            var now = time.GetUtcNow();
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var names = await db.Links.Where(link => link.CodeHash == hash && link.ExpiresAt > now && link.AccountId == null).Select(link => link.MachineName).ToListAsync(cancellationToken); // primary key
            if (names is [var name])
                return (name, null);
        }
        limits.Count(account.ToString());
        return (null, LinkRefusals.Unknown);
    }

    /// <returns>Null when the answer counts.</returns>
    public async Task<Refusal?> RunAsync(AccountId account, string code, bool isAccepted, CancellationToken cancellationToken)
    {
        if (limits.IsOver(account.ToString()))
            return LinkRefusals.TooManyWrong;
        if (LinkCode.Read(code)?.Hash is { } hash)
        {
            var now = time.GetUtcNow();
            var answered = await writer.RunAsync(db => db.Links.Where(link => link.CodeHash == hash && link.ExpiresAt > now && link.AccountId == null) // primary key
                .ExecuteUpdateAsync(set => set.SetProperty(link => link.AccountId, account).SetProperty(link => link.IsRefused, !isAccepted), cancellationToken), cancellationToken);
            if (answered == 1)
                return null;
        }
        limits.Count(account.ToString());
        return LinkRefusals.Unknown;
    }
}
