using System.Diagnostics;
using LaionGrid.Benchmarks.Pages;

namespace LaionGrid.Benchmarks.Explorer;

/// <summary>How long one kind of page takes, one after the other, each with another address, so that none is kept.</summary>
/// <param name="Address">Of the n-th page.</param>
internal sealed record PageTimes(string Name, Func<int, string> Address)
{
    private readonly List<double> _runs = [];
    private readonly List<double> _middles = [];
    private readonly List<double> _processor = [];
    private int _asked;

    public async Task RunAsync(SiteProcess site, HttpClient http, int pages, bool isCounted, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var before = site.Processor;
        for (var i = 0; i < pages; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{site.Port}{Address(_asked++)}"), cancellationToken);
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        if (!isCounted)
            return;
        _processor.Add((site.Processor - before).TotalMilliseconds / pages);
        times.Sort();
        _runs.Add(times[(int)(times.Count * 0.95)]);
        _middles.Add(times[times.Count / 2]);
    }

    /// <summary>p50 as the middle of the runs; p95 as least, middle and most of the runs; what a page costs the site's process, which others on the machine change least, as the middle.</summary>
    public override string ToString()
    {
        var (p95, p50) = (_runs.Order().ToList(), _middles.Order().ToList());
        return $"| {Name} | {p50[p50.Count / 2]:0.0} ms | {p95[0]:0.0} | {p95[p95.Count / 2]:0.0} | {p95[^1]:0.0} | {_processor.Order().ElementAt(_processor.Count / 2):0.0} ms |";
    }
}
