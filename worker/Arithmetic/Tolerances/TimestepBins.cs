namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>Ten equal parts of a training schedule, in each of which a network is as exact as in the next picture, though not as in the next part.</summary>
public static class TimestepBins
{
    public const int Count = 10;

    /// <summary>Where each part ends; the last is open, so that no timestep is without one.</summary>
    public static double[] Bounds(int trainingSteps) => [.. Enumerable.Range(1, Count).Select(bin => (double)trainingSteps * bin / Count)];

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
