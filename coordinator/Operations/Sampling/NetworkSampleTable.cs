using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Operations.Sampling;

internal sealed class NetworkSampleTable : IEntityTypeConfiguration<NetworkSample>
{
    public void Configure(EntityTypeBuilder<NetworkSample> builder) =>
        builder.ToTable("network_samples").HasKey(sample => new { sample.Span, sample.Start }); // a window of time is one range of the key
}

internal static class NetworkSampleTables
{
    private const string Insert =
        """
        INSERT INTO network_samples ("Span", "Start", "Workers", "Referees", "Queued", "Pictures", "VerifiedMflop", "WaitHalfMs", "WaitNineTenthsMs", "EtaKept")
        VALUES {rows} ON CONFLICT ("Span", "Start") DO NOTHING
        """;

    private static readonly Type[] Types =
        [typeof(string), typeof(long), typeof(int), typeof(int), typeof(long), typeof(long), typeof(long), typeof(long), typeof(long), typeof(double)];

    extension(GridDb db)
    {
        public DbSet<NetworkSample> NetworkSamples => db.Set<NetworkSample>();
    }

    /// <summary>Keeps samples of stretches that have none yet: of several coordinators, the first one's word stands.</summary>
    public static async Task KeepAsync(this GridDb db, IReadOnlyList<NetworkSample> samples, CancellationToken cancellationToken)
    {
        if (samples.Count > 0)
            await db.ExecuteRowsAsync(Insert, [.. samples.Select(Row)], [], cancellationToken, Types);
    }

    private static object?[] Row(NetworkSample sample) =>
    [
        sample.Span.ToString(), sample.Start.ToMicroseconds(), sample.Workers, sample.Referees, sample.Queued, sample.Pictures, sample.VerifiedMflop,
        sample.WaitHalfMs, sample.WaitNineTenthsMs, sample.EtaKept,
    ];
}
