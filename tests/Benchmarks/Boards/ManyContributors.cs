using System.Globalization;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Benchmarks.Boards;

/// <summary>What do the boards in memory cost with very many contributors: to build, to hold, to follow one posting, and to read a page of wherever it lies?</summary>
internal sealed class ManyContributors(CoordinatorUnderTest grid, int contributors)
{
    private const int Page = 50;
    private const int Reads = 200;
    private const int Updates = 20_000;

    /// <summary>Of the last 30, on which everybody has contributed.</summary>
    private static readonly int[] DaysAgo = [3, 4, 7, 12, 18, 25, 29];

    private readonly Random _random = new(7);

    public async Task MeasureAsync(int runs)
    {
        await FillAsync();
        for (var run = 0; run < runs; run++)
        {
            using var boards = new LiveBoards(grid.Get<IDbContextFactory<GridDb>>(), grid.Time);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var begun = TimeProvider.System.GetTimestamp();
            var set = await boards.ReadAsync(all => all, default);
            var took = TimeProvider.System.GetElapsedTime(begun);
            var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine($"{grid.Kind}, {contributors} contributors: built in {took.TotalSeconds:F1} s, {bytes / (1 << 20)} MiB, {(double)bytes / contributors:F0} bytes each.");
            foreach (var offset in new[] { 0, contributors / 2, contributors - Page })
                await TimePagesAsync(boards, offset);
            TimeUpdates(set);
        }
    }

    /// <summary>With all that a reader pays: asking the database what is new, and the page.</summary>
    private async Task TimePagesAsync(LiveBoards boards, int offset)
    {
        var (whole, inMemory) = (new List<double>(), new List<double>());
        for (var read = 0; read < Reads; read++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var took = await boards.ReadAsync(all =>
            {
                var started = TimeProvider.System.GetTimestamp();
                if (all.Board(BoardKind.People, BoardPeriod.AllTime).Page(offset, Page).Count != Page)
                    throw new InvalidOperationException("The page is not full.");
                return TimeProvider.System.GetElapsedTime(started);
            }, default);
            whole.Add(TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds);
            inMemory.Add(took.TotalMicroseconds);
        }
        Console.WriteLine($"{grid.Kind}, page at {offset}: {Spread(whole)} with looking for news, {Spread(inMemory)} in memory.");
    }

    /// <summary>A posting of anybody's, on all four boards of people.</summary>
    private void TimeUpdates(BoardSet set)
    {
        var (roster, times) = (set.Roster(BoardKind.People), new List<double>());
        for (var update = 0; update < Updates; update++)
        {
            var addition = new BoardAddition(roster[_random.Next(roster.Count)].Id, Guid.Empty, Guid.Empty, Guid.Empty, set.At.Floor(TallySpan.Hour), _random.Next(1, 1_000_000), 0, 1);
            var begun = TimeProvider.System.GetTimestamp();
            set.Add(addition);
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds);
        }
        Console.WriteLine($"{grid.Kind}, a posting counted: {Spread(times)}.");
    }

    private static string Spread(List<double> microseconds)
    {
        microseconds.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"median {microseconds[microseconds.Count / 2]:F0} us, 99th percentile {microseconds[microseconds.Count * 99 / 100]:F0} us");
    }

    /// <summary>Everybody has contributed today, and on some days before.</summary>
    public async Task FillAsync()
    {
        var (now, isPostgres) = (grid.Get<TimeProvider>().GetUtcNow(), grid.Kind == DatabaseKind.Postgres);
        var id = isPostgres ? "CAST('00000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid)" : "printf('00000001-0000-7000-8000-%012X', n)";
        var every = $"WITH RECURSIVE every(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM every WHERE n < {contributors})";
        await ExecuteAsync($"""INSERT INTO accounts ("Id", "Name", "NameKey", "CreatedAt") {every} SELECT {id}, 'contributor-' || n, 'contributor-' || n, 0 FROM every""");
        (TallySpan Span, int Ago, int Parts)[] sums = [(TallySpan.Always, 0, 50), (TallySpan.Day, 0, 1), (TallySpan.Hour, 0, 1), .. DaysAgo.Select(ago => (TallySpan.Day, ago, 7))];
        foreach (var (span, ago, parts) in sums)
            await ExecuteAsync($"""
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count")
                {every} SELECT '{span}', {now.AddDays(-ago).Floor(span).ToMicroseconds()}, {id}, {parts} * (1000 + n * 7919 % 1000003), {parts} FROM every
                """);
        await ExecuteAsync("ANALYZE");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
