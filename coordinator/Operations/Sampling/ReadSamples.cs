using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>Reads the samples of the last stretches, oldest first.</summary>
internal sealed class ReadSamples(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    public const int Most = 1500;

    /// <param name="spans">How many stretches back, at most <see cref="Most"/>.</param>
    public async Task<IReadOnlyList<NetworkSample>> RunAsync(SampleSpan span, int spans, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - (spans * (span == SampleSpan.Minute ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1)));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.NetworkSamples.AsNoTracking().Where(sample => sample.Span == span && sample.Start >= since) // primary key, a range
            .OrderBy(sample => sample.Start).Take(Most).ToListAsync(cancellationToken);
    }
}
