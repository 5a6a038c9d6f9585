namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>
/// Ten parts of a training schedule, in each of which a network is as exact as in the next picture, though not as in the next part. A tenth each, but for the last two steps in a
/// hundred, where nearly nothing is left to predict and rounding shows most: they stand alone, and the two noisiest tenths together.
/// </summary>
public static class TimestepBins
{
    private static readonly double[] Ends = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1];

    public static int Count => Ends.Length;

    /// <summary>Where each part ends; the last is open, so that no timestep is without one.</summary>
    public static double[] Bounds(int trainingSteps) => [.. Ends.Select(end => end * trainingSteps)];

    /// <summary>The part that a timestep lies in.</summary>
    internal static T At<T>(IReadOnlyList<T> bins, double timestep, Func<T, double> below)
    {
        foreach (var bin in bins)
        {
            if (timestep < below(bin))
                return bin;
        }
        return bins[^1];
    }
}
