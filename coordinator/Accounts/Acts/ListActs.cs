using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Acts;

/// <summary>A line with its actor's name.</summary>
internal sealed record ActView(Act Act, string AccountName);

/// <summary>Which lines.</summary>
/// <param name="Before">Older than this one; null for the newest.</param>
/// <param name="AccountName">Of this account; empty for all.</param>
/// <param name="Subject">About this; empty for all.</param>
internal sealed record ActPage(int Limit, ActId? Before, string AccountName, string Subject);

/// <summary>Reads the record of acts, newest first.</summary>
internal sealed class ListActs(IDbContextFactory<GridDb> databases)
{
    public async Task<IReadOnlyList<ActView>> RunAsync(ActPage page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var acts = Chosen(db, page);
        if (page.Before is not { } before)
            return await Viewed(db, acts, page.Limit).ToListAsync(cancellationToken);
        var at = await db.Acts.Where(act => act.Id == before).Select(act => act.At).SingleOrDefaultAsync(cancellationToken); // primary key
        // Acts of one instant are told apart here: ids cannot be compared in a query that both databases take.
        var same = await Viewed(db, acts.Where(act => act.At == at), int.MaxValue).ToListAsync(cancellationToken);
        var older = await Viewed(db, acts.Where(act => act.At < at), page.Limit).ToListAsync(cancellationToken);
        return [.. same.Where(view => view.Act.Id.Value.CompareTo(before.Value) < 0).Concat(older).Take(page.Limit)];
    }

    private static IQueryable<Act> Chosen(GridDb db, ActPage page)
    {
        var acts = db.Acts.AsNoTracking();
        if (page.AccountName.Length > 0)
        {
            var (key, accounts) = (Account.KeyOf(page.AccountName), db.Accounts);
            acts = acts.Where(act => accounts.Any(account => account.Id == act.AccountId && account.NameKey == key)); // index account
        }
        return page.Subject.Length == 0 ? acts : acts.Where(act => act.Subject == page.Subject); // index subject
    }

    private static IQueryable<ActView> Viewed(GridDb db, IQueryable<Act> acts, int limit)
    {
        var accounts = db.Accounts;
        return acts.Join(accounts, act => act.AccountId, account => account.Id, (act, account) => new { act, account.Name })
            .OrderByDescending(row => row.act.At).ThenByDescending(row => row.act.Id) // index at
            .Take(limit).Select(row => new ActView(row.act, row.Name));
    }
}
