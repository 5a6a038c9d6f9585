using System.CommandLine;

namespace LaionGrid.Benchmarks.Pages;

/// <summary>How many pages a second does the site answer with, kept ones and fresh ones? Both in turn, so that what else the machine does falls on both; it ends by itself.</summary>
internal sealed class PagesCommand
{
    private readonly Option<int> _runs = new("--runs") { DefaultValueFactory = _ => 5, Description = "Times that each page is asked for, in turn, after one that is not counted." };
    private readonly Option<double> _seconds = new("--seconds") { DefaultValueFactory = _ => 4, Description = "How long a run takes." };
    private readonly Option<int> _connections = new("--connections") { DefaultValueFactory = _ => 32, Description = "Connections at once." };
    private readonly Option<string[]> _paths = new("--path") { Description = "Pages to ask for; the leaderboard, the pictures, the network's page and the front page when none is named.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<int> _watchers = new("--watchers") { Description = "Opens so many live pages instead, and says what they cost." };

    public RootCommand Build()
    {
        var command = new RootCommand("Loads the site's pages on this machine, kept and fresh side by side, before a stand-in coordinator that answers from memory.") { _runs, _seconds, _connections, _paths, _watchers };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var coordinator = await StandInCoordinator.StartAsync();
            await using var site = await SiteProcess.StartAsync(coordinator.Address, cancellationToken);
            if (parsed.GetValue(_watchers) is > 0 and var watchers)
            {
                Console.WriteLine(await new WatchersRun(watchers, TimeSpan.FromSeconds(30)).RunAsync(site, cancellationToken));
                return 0;
            }
            var (connections, length) = (parsed.GetValue(_connections), TimeSpan.FromSeconds(parsed.GetValue(_seconds)));
            var runs = Runs(parsed.GetValue(_paths) is { Length: > 0 } paths ? paths : ["/leaderboard", "/pictures", "/network", "/"]);
            var figures = runs.ToDictionary(run => run, _ => new List<PageFigures>());
            for (var round = 0; round <= parsed.GetValue(_runs); round++)
                foreach (var run in runs)
                {
                    var came = await run.RunAsync(site, connections, length, cancellationToken);
                    if (round > 0)
                        figures[run].Add(came);
                }
            foreach (var run in runs)
                Console.WriteLine(Line(run, figures[run]));
            Console.WriteLine($"The site held {site.ResidentMiB:0} MiB in the end.");
            return 0;
        });
        return command;
    }

    private static List<PageRun> Runs(string[] paths) =>
    [
        .. from path in paths
           from isFresh in new[] { false, true }
           from encoding in isFresh ? new[] { "" } : ["", "br"]
           select new PageRun(path, encoding, isFresh),
    ];

    private static string Line(PageRun run, List<PageFigures> figures)
    {
        var rates = figures.Select(one => one.PerSecond).Order().ToList();
        var middle = figures.OrderBy(one => one.PerSecond).ElementAt(figures.Count / 2);
        return $"| {run.Name} | {figures.Count} | {rates[0]:0} | {rates[rates.Count / 2]:0} | {rates[^1]:0} | {middle.HalfMs:0.00} ms | {middle.MostMs:0.0} ms | {middle.SiteCores:0.00} |";
    }
}
