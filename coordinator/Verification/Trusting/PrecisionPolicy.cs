using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>One evaluation that a referee found within the tolerance.</summary>
/// <param name="Raw">See <see cref="StepResidual.Raw"/>.</param>
internal readonly record struct MeasuredStep(double Timestep, double Raw);

/// <summary>
/// Which class of the tolerance table a worker is held to. What it calls itself bounds the class from above and never widens it; within that bound the class is
/// what its canaries show. Pure.
/// </summary>
internal static class PrecisionPolicy
{
    /// <summary>Of the tolerance, what the median of honest residuals stays under; measured classes lie at a third. So noise added on purpose gains little room.</summary>
    public const double MedianShare = 0.5;

    /// <summary>The class of this name; the widest for one that the table does not have: it was made anew since, and an honest machine must not be called a cheat for that.</summary>
    public static PrecisionClass Named(ToleranceTable table, string name) => table.Classes.FirstOrDefault(one => one.Name == name) ?? TightestFirst(table)[^1];

    /// <summary>What an attempt is compared under.</summary>
    /// <param name="provider">As the worker calls it.</param>
    /// <param name="measured">Class that its canaries showed; empty before that.</param>
    /// <param name="isMeasured">Whether canaries show it at all. Where they do not, a provider that the operator does not know is held to the tightest class.</param>
    public static PrecisionClass Of(ToleranceTable table, string provider, string measured, bool isMeasured) =>
        measured.Length > 0 ? Named(table, measured)
        : table.ClassOf(provider) ?? (isMeasured ? TightestFirst(table)[^1] : TightestFirst(table)[0]);

    /// <summary>The tightest class under which the canaries' median residual is no more than half of the tolerance; null when there is none up to the bound.</summary>
    /// <param name="bound">What the canaries were held to.</param>
    /// <param name="steps">At least one.</param>
    public static PrecisionClass? Measure(ToleranceTable table, PrecisionClass bound, IReadOnlyCollection<MeasuredStep> steps) =>
        TightestFirst(table).FirstOrDefault(one => WidthOf(one) <= WidthOf(bound) && Median([.. steps.Select(step => step.Raw / one.RawTau(step.Timestep))]) <= MedianShare);

    private static IReadOnlyList<PrecisionClass> TightestFirst(ToleranceTable table) => [.. table.Classes.OrderBy(WidthOf)]; // a table has one class at least

    private static double WidthOf(PrecisionClass one) => one.Bins.Max(bin => bin.Raw.Tau);

    private static double Median(double[] numbers)
    {
        Array.Sort(numbers);
        return numbers[numbers.Length / 2];
    }
}
