using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>Keeps the findings fresh and the samples coming.</summary>
internal sealed class SampleLoop(FindOut find, LatestFindings latest, SampleNetwork sample, TimeProvider time, ILogger<SampleLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        latest.Findings = await find.RunAsync(cancellationToken);
        await sample.RunAsync(latest.Findings.Arrivals, cancellationToken);
    }
}
