namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>How a worker's distances from the referee have gone.</summary>
/// <param name="Median">Natural logarithm of its usual distance over the tolerance.</param>
/// <param name="Seen">Distances that the median has learnt from, up to <see cref="DriftPolicy.Warm"/>.</param>
/// <param name="Sum">Of the excess over it; 0 or more.</param>
/// <param name="Watched">Audits still to pass until nothing is held against it.</param>
internal readonly record struct Drift(double Median, int Seen, double Sum, int Watched);

/// <summary>
/// Notices that a worker's outputs have moved away from what is usual for it, while they are still within the tolerance: coarser weights, a failing card.
/// A one-sided cumulative sum (E. S. Page, Continuous inspection schemes, 1954) over the logarithms of its distances, each above its own median by the
/// reference shift: ten times the usual distance is noticed at the third, 2.4 times at the fourteenth. An alarm is no fault; it has the next work audited. Pure.
/// </summary>
internal static class DriftPolicy
{
    /// <summary>Distances until a worker's median is known.</summary>
    public const int Warm = 10;

    /// <summary>Nearer to the referee than this share of the tolerance is all the same: of a machine like the referee's they can be 0.</summary>
    private const double Least = 0.01;

    /// <summary>How far one distance moves the median at most, in logarithms.</summary>
    private const double MedianStep = 0.02;

    /// <param name="distances">That a referee found in an audit that passed, each over its tolerance; 0 or more.</param>
    public static Drift AfterPass(Drift drift, IEnumerable<double> distances, VerificationOptions options)
    {
        drift = drift with { Watched = Math.Max(0, drift.Watched - 1) };
        foreach (var distance in distances)
            drift = Add(drift, Math.Log(Math.Max(distance, Least)), options);
        return drift;
    }

    private static Drift Add(Drift drift, double log, VerificationOptions options)
    {
        if (drift.Seen < Warm)
            return drift with { Median = drift.Median + ((log - drift.Median) / (drift.Seen + 1)), Seen = drift.Seen + 1 }; // their mean, to begin with
        var sum = Math.Max(0, drift.Sum + log - drift.Median - options.DriftShift);
        if (sum > options.DriftAlarm)
            return drift with { Sum = 0, Watched = options.WatchedAudits };
        // What rouses suspicion teaches the median nothing, or a worker could lead it upwards.
        return drift with { Sum = sum, Median = sum > 0 ? drift.Median : drift.Median + Math.Clamp(log - drift.Median, -MedianStep, MedianStep) };
    }
}
