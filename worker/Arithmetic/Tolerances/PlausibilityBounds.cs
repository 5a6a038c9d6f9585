using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>
/// What trajectories of one sampler look like when they are honest. What stands out is no proof of anything: it is asked about, beside the steps that the lottery
/// drew, so that an honest one costs a check more, and a jump into somebody else's trajectory cannot hide among steps that nobody asks about.
/// </summary>
public sealed record PlausibilityBounds
{
    private const double NormSlack = 1.04; // one honest step in a hundred lies above its bound, hardly one above this; a splice lies far above
    private const double CleanSlack = 1.5;
    private const double UsualCosine = 0.9;
    private const int FewestForCosine = 20;

    public required SamplerKind Sampler { get; init; }

    /// <summary>The guidance scale that they were measured at; they hold up to it.</summary>
    public required double Guidance { get; init; }

    /// <summary><see cref="TimestepBins.Count"/> of them, along the schedule.</summary>
    public required IReadOnlyList<PlausibilityBin> Bins { get; init; }

    /// <param name="steps">Of the order: in few steps neighbouring outputs differ honestly.</param>
    public IReadOnlyList<StandingOut> Judge(IReadOnlyList<StepTraits> traits, int steps) =>
        [.. traits.Select(one => new StandingOut(one, Why(one, steps))).Where(one => one.Why != Oddities.None)];

    /// <summary>Whether a sampler adds no noise of its own, so that its neighbouring outputs are alike.</summary>
    public static bool IsDeterministic(SamplerKind sampler) => sampler is not (SamplerKind.EulerAncestral or SamplerKind.DpmPlusPlus2MSde or SamplerKind.Lcm);

    private Oddities Why(StepTraits traits, int steps)
    {
        var bin = TimestepBins.At(Bins, traits.Timestep, one => one.Below);
        var why = traits.Norm <= NormSlack * bin.Norm ? Oddities.None : Oddities.Norm;
        if (!(traits.Clean <= CleanSlack * bin.Clean))
            why |= Oddities.Clean;
        if (steps >= FewestForCosine && IsDeterministic(Sampler) && !(traits.Cosine >= Math.Min(UsualCosine, bin.Cosine)))
            why |= Oddities.Cosine;
        return why;
    }
}
