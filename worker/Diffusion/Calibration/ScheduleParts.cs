using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>Sorts what was measured into the parts of the schedule.</summary>
internal static class ScheduleParts
{
    /// <param name="all">At least one. A part that none lies in, as some samplers leave one out, is given the nearest part's.</param>
    public static IReadOnlyList<(double Below, T[] Inside)> Of<T>(IReadOnlyCollection<T> all, Func<T, double> timestep, int trainingSteps)
    {
        var bounds = TimestepBins.Bounds(trainingSteps);
        var parts = all.ToLookup(one => PartOf(bounds, timestep(one)));
        return [.. bounds.Select((below, part) => (below, parts[parts.Select(known => known.Key).MinBy(known => Math.Abs(known - part))].ToArray()))];
    }

    private static int PartOf(double[] bounds, double timestep)
    {
        var part = Array.FindIndex(bounds, below => timestep < below);
        return part < 0 ? bounds.Length - 1 : part;
    }
}
