namespace LaionGrid.Worker.Batch;

/// <summary>
/// Whether work will be done before a job's time is over, by what this kind of machine took for others. It goes by the slowest of the last few: a picture that is begun and
/// not finished keeps a person waiting for nothing, an idle minute costs little. Pure.
/// </summary>
internal static class FitPolicy
{
    /// <summary>An estimate has to fit so many times.</summary>
    public const double Margin = 1.3;

    private const int Sample = 8;

    /// <summary>Time that has to be left for work of which nothing is known.</summary>
    public static TimeSpan Untried { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long work may take: by pictures of its size, else of its bundle, else by any. Null when nothing tells.</summary>
    /// <param name="timings">Oldest first.</param>
    public static TimeSpan? Estimate(IReadOnlyList<Timing> timings, string bundle, int width, int height, long mflop)
    {
        var known = timings.Where(one => one is { Mflop: > 0, Seconds: > 0 }).ToList();
        var slowest = Slowest(known.Where(one => one.BundleId == bundle && one.Width == width && one.Height == height))
            ?? Slowest(known.Where(one => one.BundleId == bundle)) ?? Slowest(known);
        return slowest is { } perMflop && mflop > 0 ? TimeSpan.FromSeconds(Math.Min(perMflop * mflop, TimeSpan.MaxValue.TotalSeconds / 4)) : null;
    }

    /// <param name="estimate">As <see cref="Estimate"/> has it.</param>
    public static bool Fits(TimeSpan? estimate, TimeSpan left) => Needed(estimate) <= left;

    /// <summary>With less than this left nothing is worth waiting for: not even the quickest picture known would be done.</summary>
    public static TimeSpan Least(IReadOnlyList<Timing> timings) =>
        Needed(timings.Where(one => one.Seconds > 0).Select(one => (TimeSpan?)TimeSpan.FromSeconds(one.Seconds)).Min());

    private static TimeSpan Needed(TimeSpan? estimate) => estimate * Margin ?? Untried;

    private static double? Slowest(IEnumerable<Timing> timings) => timings.TakeLast(Sample).Select(one => (double?)one.SecondsPerMflop).Max();
}
