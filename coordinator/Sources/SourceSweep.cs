using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Sources;

/// <summary>Forgets what was brought and no request begins from. The sweep of blobs deletes it then.</summary>
internal sealed class SourceSweep(GridWriter writer, IOptions<SourcesOptions> options, TimeProvider time, ILogger<SourceSweep> logger) : Loop(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = time;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - options.Value.Keeps;
        return writer.RunAsync(db => db.Sources.Where(source => source.UsedAt < before && !source.IsNamed).ExecuteDeleteAsync(cancellationToken), cancellationToken); // index used at
    }
}
