using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Profiles;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>Says what the ledger's public log holds of a contributor, in a form that can be printed and checked.</summary>
internal sealed class CertifyContributor(LiveBoards boards, PublishedBalances balances, IDbContextFactory<GridDb> databases)
{
    public async Task<CertifyOutcome> RunAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(Account.KeyOf(name), cancellationToken) is not { } account)
            return new CertifyOutcome.Unknown();
        if (await balances.OfAsync(account.Id, cancellationToken) is not { } balance)
            return new CertifyOutcome.NotBegun();
        if (balance.FinalMflop <= 0)
            return new CertifyOutcome.Unknown();
        var standing = await boards.ReadAsync(all => all.Roster(BoardKind.People).Find(account.Id.Value) is { } slot ? all.Board(BoardKind.People, BoardPeriod.AllTime).Find(slot) : null, cancellationToken);
        return new CertifyOutcome.Certified(account, balance, standing);
    }

    /// <summary>Null for nobody, and for one whose page is private.</summary>
    private async Task<Account?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(one => one.NameKey == key, cancellationToken); // unique index
        return account is not null && !await db.Profiles.AnyAsync(profile => profile.AccountId == account.Id && profile.IsPrivate, cancellationToken) ? account : null; // primary key
    }
}

internal abstract record CertifyOutcome
{
    internal sealed record Certified(Account Account, PublishedBalance Balance, BoardStanding? Standing) : CertifyOutcome;

    /// <summary>There is nobody of this name, or nothing to certify.</summary>
    internal sealed record Unknown : CertifyOutcome;

    /// <summary>The log has no head yet.</summary>
    internal sealed record NotBegun : CertifyOutcome;
}
