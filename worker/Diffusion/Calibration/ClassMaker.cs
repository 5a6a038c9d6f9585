using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>Makes classes of what was measured: providers that are as exact as each other are one.</summary>
public static class ClassMaker
{
    /// <summary>Of the median before guidance: below it outputs differ by their rounding alone, which single precision's do.</summary>
    private const double MostOfSingle = 1e-4;

    /// <summary>Half precision's lie around a thousandth; what is coarser has fewer bits.</summary>
    private const double MostOfHalf = 2e-3;

    /// <param name="spreads">At least one, each of some steps.</param>
    /// <param name="reference">For the cheats.</param>
    public static IReadOnlyList<ProposedClass> Propose(IReadOnlyList<VariantSpread> spreads, IReadOnlyList<ReferenceStep> reference, int trainingSteps, double guidance)
    {
        var cheats = Cheat(reference);
        var providers = spreads.GroupBy(spread => spread.Provider).Select(one => (Provider: one.Key, Spreads: one.ToArray(), Name: NameOf(one.Max(spread => spread.MedianRaw))));
        return [.. providers.GroupBy(one => one.Name).Select(one => Propose(
            one.Key, [.. one.Select(provider => provider.Provider)], [.. one.SelectMany(provider => provider.Spreads).SelectMany(spread => spread.Steps)], cheats, trainingSteps, guidance))];
    }

    /// <summary>One class of all these steps, by name.</summary>
    public static ProposedClass Propose(
        string name, IReadOnlyList<string> providers, IReadOnlyList<MeasuredStep> honest, IReadOnlyDictionary<string, IReadOnlyList<MeasuredStep>> cheats, int trainingSteps, double guidance)
    {
        var measured = new PrecisionClass { Name = name, Providers = providers, Guidance = guidance, Margin = 1, Bins = BinsOf(honest, trainingSteps, guidance) };
        var found = cheats.Where(cheat => cheat.Value.Count > 0).Select(cheat => CheatSpread.Of(cheat.Key, measured, cheat.Value)).ToArray();
        return new(measured with { Margin = found.Min(cheat => cheat.Times) }, found);
    }

    /// <summary>What each of the cheats nearest to the truth would have claimed at each step of the reference.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<MeasuredStep>> Cheat(IReadOnlyList<ReferenceStep> reference) => NearCheat.All.ToDictionary(
        cheat => cheat.Name,
        IReadOnlyList<MeasuredStep> (cheat) => [.. reference.Select(step => (Step: step, Claim: cheat.Claim(step))).Where(one => one.Claim is not null)
            .Select(one => new MeasuredStep(one.Step.Timestep, Residuals.Between(one.Claim!, 0, one.Step.Answer(), one.Step.Order.Guidance)))]); // null ones were left out

    private static ToleranceBin[] BinsOf(IReadOnlyList<MeasuredStep> honest, int trainingSteps, double guidance) =>
        [.. ScheduleParts.Of(honest, step => step.Timestep, trainingSteps).Select(part => ToleranceBin.Of(part.Below, [.. part.Inside.Select(step => step.Residual)], guidance))];

    private static string NameOf(double median) => median < MostOfSingle ? "fp32" : median < MostOfHalf ? "fp16" : "coarse";
}
