using System.Diagnostics;
using System.Globalization;

namespace LaionGrid.Benchmarks.Pages;

/// <summary>What one run came to.</summary>
internal sealed record PageFigures(double PerSecond, double HalfMs, double MostMs, double SiteCores);

/// <summary>Many connections that ask for one page for so long.</summary>
/// <param name="IsFresh">Whether each request is for an address of its own, so that nothing kept answers it.</param>
internal sealed record PageRun(string Path, string Encoding, bool IsFresh)
{
    private static int _fresh;

    public string Name => $"{Path}{(Encoding.Length > 0 ? $", {Encoding}" : "")}, {(IsFresh ? "fresh" : "kept")}";

    public async Task<PageFigures> RunAsync(SiteProcess site, int connections, TimeSpan length, CancellationToken cancellationToken)
    {
        var visitors = Enumerable.Range(0, connections).Select(_ => new PageVisitor()).ToList();
        try
        {
            await Task.WhenAll(visitors.Select(visitor => visitor.ConnectAsync(site.Port, cancellationToken)));
            var (watch, before) = (Stopwatch.StartNew(), site.Processor);
            var times = await Task.WhenAll(visitors.Select(visitor => Task.Run(() => VisitAsync(visitor, watch, length, cancellationToken), cancellationToken)));
            var (took, spent) = (watch.Elapsed.TotalSeconds, (site.Processor - before).TotalSeconds);
            var sorted = times.SelectMany(one => one).Order().ToList();
            return new(sorted.Count / took, sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.99)], spent / took);
        }
        finally
        {
            visitors.ForEach(visitor => visitor.Dispose());
        }
    }

    private async Task<List<double>> VisitAsync(PageVisitor visitor, Stopwatch watch, TimeSpan length, CancellationToken cancellationToken)
    {
        var (request, times) = (PageVisitor.Request(Path, Encoding), new List<double>());
        while (watch.Elapsed < length)
        {
            var began = watch.Elapsed;
            await visitor.VisitAsync(IsFresh ? PageVisitor.Request(FreshPath(), Encoding) : request, cancellationToken);
            times.Add((watch.Elapsed - began).TotalMilliseconds);
        }
        return times;
    }

    private string FreshPath() => $"{Path}{(Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}n={Interlocked.Increment(ref _fresh).ToString(CultureInfo.InvariantCulture)}";
}
