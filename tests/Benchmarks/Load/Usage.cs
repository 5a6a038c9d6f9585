using System.Diagnostics;

namespace LaionGrid.Benchmarks.Load;

/// <summary>What the parts of a run have used up to an instant; null where it is not known. The difference of two is what lies between.</summary>
internal sealed record Usage(long At, long Posted, TimeSpan Coordinators, TimeSpan Harness, TimeSpan? Database, long Bytes, long? WalBytes, long? Statements)
{
    private const double Thousand = 1000;

    public static async Task<Usage> OfAsync(LoadGrid grid, LoadDatabase database, CancellationToken cancellationToken) => new(
        Stopwatch.GetTimestamp(),
        await database.PostedAsync(cancellationToken), grid.Processor, Environment.CpuUsage.TotalTime, await database.ProcessorAsync(cancellationToken),
        await database.BytesAsync(cancellationToken), await database.WalBytesAsync(cancellationToken), (await grid.VitalsAsync(cancellationToken))?.Statements);

    public IReadOnlyList<Figure> Figures =>
    [
        new("cycles_per_s", "full life cycles a second", Posted / Stopwatch.GetElapsedTime(0, At).TotalSeconds),
        new("seconds", "seconds from the first submit to the last posting", Stopwatch.GetElapsedTime(0, At).TotalSeconds),
        new("cpu_s_per_1000_jobs", "processor seconds of the coordinators per 1,000 jobs", PerThousand(Coordinators)),
        new("harness_cpu_s_per_1000_jobs", "  of this harness", PerThousand(Harness)),
        new("database_cpu_s_per_1000_jobs", "  of the database's server", Database is { } server ? PerThousand(server) : null),
        new("statements_per_job", "database statements per job", PerJob(Statements)),
        new("bytes_per_job", "bytes the database grew per job", PerJob(Bytes)),
        new("wal_bytes_per_job", "bytes the server logged per job", PerJob(WalBytes)),
    ];

    public static Usage operator -(Usage after, Usage before) => new(
        after.At - before.At, after.Posted - before.Posted, after.Coordinators - before.Coordinators, after.Harness - before.Harness, after.Database - before.Database,
        after.Bytes - before.Bytes, after.WalBytes - before.WalBytes, after.Statements - before.Statements);

    private double? PerJob(long? amount) => Posted > 0 ? (double?)amount / Posted : null;

    private double? PerThousand(TimeSpan processor) => Posted > 0 ? processor.TotalSeconds / Posted * Thousand : null;
}
