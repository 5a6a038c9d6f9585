using System.Globalization;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.TestKit;
using LaionGrid.Web;

namespace LaionGrid.Benchmarks.Boards;

/// <summary>
/// What does a visitor wait for a page of the board with very many contributors? The real site before the real coordinator, over HTTP in one process: fifty rows with their
/// last 30 days. Each fresh page is another one, so that no cache answers for it; the other one is asked for again and again.
/// </summary>
internal static class BoardPages
{
    private const int Rows = 50;
    private const int Pages = 1000;
    private const int WarmUp = 100;

    public static async Task MeasureAsync(int contributors)
    {
        using var folder = new TemporaryFolder();
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await new ManyContributors(grid, contributors).FillAsync();
        await grid.RestartAsync(); // boards are built from what is there at the start
        await grid.Get<LiveBoards>().ReadAsync(all => all.LogSize, default);
        await using var site = SiteHost.Build(["--urls", "http://127.0.0.1:0", "--Coordinator:Address", grid.Address, "--Site:Folder", folder.Path, "--Logging:LogLevel:Default", "None"]);
        await site.StartAsync();
        using var http = new HttpClient { BaseAddress = new(site.Urls.Single()) };
        var random = new Random(7);
        var last = contributors / Rows;
        foreach (var (name, path) in new (string, Func<int, string>)[]
        {
            ("fresh, of all time", page => $"/leaderboard?from={Rows * ((page * 7919L + random.Next(last)) % last)}"),
            ("fresh, of a month", page => $"/leaderboard?period=month&from={Rows * ((page * 7919L + random.Next(last)) % last)}"),
            ("the first one again", _ => "/leaderboard"),
            ("of one contributor", page => $"/contributors/contributor-{1 + random.Next(contributors)}"),
        })
            Console.WriteLine($"{contributors} contributors, page {name}: {await TimeAsync(http, path)}.");
        await site.StopAsync();
    }

    private static async Task<string> TimeAsync(HttpClient http, Func<int, string> path)
    {
        var (times, bytes) = (new List<double>(), 0L);
        for (var page = 0; page < Pages + WarmUp; page++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var body = await http.GetByteArrayAsync(path(page));
            if (page >= WarmUp)
                times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            bytes = body.Length;
        }
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"median {times[Pages / 2]:F1} ms, 99th percentile {times[Pages * 99 / 100]:F1} ms, most {times[^1]:F1} ms of {Pages}; {bytes / 1024} KiB");
    }
}
