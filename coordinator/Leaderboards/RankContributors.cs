using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>One contributor's standing in a period.</summary>
internal sealed record Standing(int Rank, string ContributorName, long CreditMflop, int Pictures);

/// <summary>A page of standings, and how many there are in all.</summary>
internal sealed record Standings(IReadOnlyList<Standing> Rows, int Total);

/// <summary>Ranks contributors by what the ledger holds for them; nothing else counts.</summary>
internal sealed class RankContributors(IDbContextFactory<GridDb> databases)
{
    /// <param name="since">Only postings from this instant on; null for all time.</param>
    public async Task<Standings> RunAsync(DateTimeOffset? since, int offset, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (accounts, network) = (db.Accounts, AccountId.Network);
        var postings = db.Postings.Where(posting => posting.AccountId != network);
        if (since is { } from)
            postings = postings.Where(posting => posting.PostedAt >= from); // index posted at, account
        var sums = postings.GroupBy(posting => posting.AccountId)
            .Select(group => new { AccountId = group.Key, Sum = group.Sum(posting => posting.AmountMflop), Pictures = group.Count() })
            .Where(row => row.Sum > 0);
        var page = await sums.Join(accounts, row => row.AccountId, account => account.Id, (row, account) => new { account.Name, account.NameKey, row.Sum, row.Pictures })
            .OrderByDescending(row => row.Sum).ThenBy(row => row.NameKey).Skip(offset).Take(limit)
            .ToListAsync(cancellationToken);
        var first = page.Count == 0 ? 0 : page[0].Sum;
        var ahead = page.Count == 0 ? 0 : await sums.CountAsync(row => row.Sum > first, cancellationToken);
        var rows = page.Select((row, index) => new Standing(RankPolicy.Rank(page.Select(one => one.Sum).ToList(), index, offset, ahead), row.Name, row.Sum, row.Pictures));
        return new(rows.ToList(), await sums.CountAsync(cancellationToken));
    }
}
