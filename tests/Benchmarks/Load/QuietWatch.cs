using System.Diagnostics;

namespace LaionGrid.Benchmarks.Load;

/// <summary>What attending workers cost while nobody asks for anything: watches the coordinators for a while after they have come to rest.</summary>
internal sealed class QuietWatch(LoadGrid grid)
{
    private const int MostLooks = 30; // for them to come to rest
    private const double AtRest = 0.05; // of a core

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        for (var looked = 0; looked < MostLooks && await ShareOverAsync(Look, cancellationToken) > AtRest; looked++)
            cancellationToken.ThrowIfCancellationRequested();
        var before = await grid.VitalsAsync(cancellationToken);
        var share = await ShareOverAsync(Quiet, cancellationToken);
        var after = await grid.VitalsAsync(cancellationToken);
        return
        [
            new("idle_attending", "idle: workers that attend", after?.Attending),
            new("idle_rss_mib", "idle: coordinators, resident, MiB", grid.ResidentMiB),
            new("idle_cpu_share", "idle: processor of the coordinators, share of a core", share),
            new("idle_statements", $"idle: database statements in {Quiet.TotalSeconds:0} s", after?.Statements - before?.Statements),
        ];
    }

    private async Task<double> ShareOverAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        var (started, before) = (Stopwatch.GetTimestamp(), grid.Processor);
        await Task.Delay(span, cancellationToken);
        return (grid.Processor - before) / Stopwatch.GetElapsedTime(started);
    }
}
