using System.CommandLine;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Benchmarks.Boards;

/// <summary>What does a page of the board cost with a long ledger: summed over its postings, and read from tallies? Both in turn, in one process.</summary>
internal sealed class BoardsCommand
{
    private const int Page = 50;

    private readonly Option<int> _postings = new("--postings") { DefaultValueFactory = _ => 1_000_000, Description = "Lines in the ledger; two a picture." };
    private readonly Option<int> _runs = new("--runs") { DefaultValueFactory = _ => 3, Description = "Times that each question is asked, after one that is not counted." };

    private readonly Option<int> _contributors = new("--contributors") { Description = "Measures the boards in memory with so many contributors instead." };
    private readonly Option<bool> _site = new("--site") { Description = "With --contributors: measures the page of the board through the site instead, on SQLite." };

    public RootCommand Build()
    {
        var command = new RootCommand("Times the board over a long ledger, on SQLite and on the PostgreSQL that LAIONGRID_TEST_POSTGRES names.") { _postings, _runs, _contributors, _site };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(_site) && parsed.GetValue(_contributors) is > 0 and var many)
            {
                await BoardPages.MeasureAsync(many);
                return;
            }
            DatabaseKind[] kinds = Postgres.Server is null ? [DatabaseKind.Sqlite] : [DatabaseKind.Sqlite, DatabaseKind.Postgres];
            foreach (var kind in kinds)
                if (parsed.GetValue(_contributors) is > 0 and var contributors)
                    await MeasureManyAsync(kind, contributors, parsed.GetValue(_runs));
                else
                    await MeasureAsync(kind, parsed.GetValue(_postings) / 2, parsed.GetValue(_runs));
        });
        return command;
    }

    private static async Task MeasureManyAsync(DatabaseKind kind, int contributors, int runs)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        await new ManyContributors(grid, contributors).MeasureAsync(runs);
    }

    private static async Task MeasureAsync(DatabaseKind kind, int pictures, int runs)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var took = await new LongLedger(grid, pictures).FillAsync();
        Console.WriteLine($"{kind}: {2 * LongLedger.Folded} entries folded in {took.TotalSeconds:F1} s, {2 * LongLedger.Tail} left.");
        foreach (var days in new[] { 0, 30, 1 })
        {
            DateTimeOffset? since = days == 0 ? null : grid.Time.GetUtcNow().AddDays(-days);
            var (sums, tallies) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var run = 0; run <= runs; run++)
            {
                var (summed, read) = (await TimeAsync(() => SumPostingsAsync(grid, since?.Floor(TallySpan.Hour)), sums), await TimeAsync(() => ReadTalliesAsync(grid, since), tallies));
                if (!summed.SequenceEqual(read))
                    throw new InvalidOperationException($"The boards of {days} days differ.");
            }
            var (before, after) = (Median(sums.Skip(1)), Median(tallies.Skip(1)));
            Console.WriteLine($"{kind}, {(days == 0 ? "all time" : $"{days} days")}: postings {before.TotalMilliseconds:F1} ms, tallies {after.TotalMilliseconds:F1} ms, ratio {before / after:F0}.");
        }
        var network = new List<TimeSpan>();
        for (var run = 0; run <= runs; run++)
            await TimeAsync(() => grid.Get<ViewNetwork>().RunAsync(default), network);
        Console.WriteLine($"{kind}, the network's numbers: {Median(network.Skip(1)).TotalMilliseconds:F1} ms.");
    }

    /// <summary>As boards were made before there were tallies.</summary>
    private static async Task<IReadOnlyList<(string Name, long Sum)>> SumPostingsAsync(CoordinatorUnderTest grid, DateTimeOffset? from)
    {
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        var (accounts, network) = (db.Accounts, AccountId.Network);
        var postings = db.Postings.Where(posting => posting.AccountId != network);
        if (from is { } since)
            postings = postings.Where(posting => posting.PostedAt >= since);
        var sums = postings.GroupBy(posting => posting.AccountId).Select(group => new { AccountId = group.Key, Sum = group.Sum(posting => posting.AmountMflop), Pictures = group.Count() }).Where(row => row.Sum > 0);
        var page = await sums.Join(accounts, row => row.AccountId, account => account.Id, (row, account) => new { account.Name, account.NameKey, row.Sum, row.Pictures })
            .OrderByDescending(row => row.Sum).ThenBy(row => row.NameKey).Take(Page).ToListAsync();
        var first = page[0].Sum;
        _ = await sums.CountAsync(row => row.Sum > first) + await sums.CountAsync();
        return page.ConvertAll(row => (row.Name, row.Sum));
    }

    private static async Task<IReadOnlyList<(string Name, long Sum)>> ReadTalliesAsync(CoordinatorUnderTest grid, DateTimeOffset? since) =>
        (await grid.Get<RankContributors>().RunAsync(since, 0, Page, default)).Rows.Select(row => (row.ContributorName, row.CreditMflop)).ToList();

    private static async Task<T> TimeAsync<T>(Func<Task<T>> question, List<TimeSpan> times)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var answer = await question();
        times.Add(TimeProvider.System.GetElapsedTime(begun));
        return answer;
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
