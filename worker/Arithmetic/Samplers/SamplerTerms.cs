using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>What a sampler makes of a number of steps, known before it is made.</summary>
/// <param name="LeastSteps">1 or more.</param>
/// <param name="BeginsLate">Whether it can leave out steps at the noisy end, as a run that begins with a picture does.</param>
public sealed record SamplerTerms(int LeastSteps, int MostSteps, bool BeginsLate)
{
    /// <param name="kind">Any there is.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sampler.</exception>
    public static SamplerTerms Of(SamplerKind kind, ScheduleOptions options) => kind switch
    {
        SamplerKind.Ddim or SamplerKind.Euler or SamplerKind.EulerAncestral or SamplerKind.Heun => new(1, options.TrainingSteps, true),
        SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde or SamplerKind.UniPc => new(1, options.TrainingSteps - NoiseSchedule.MultistepSpare, true),
        SamplerKind.Pndm => options.SkipPrkSteps ? new(1, options.TrainingSteps, true) : new(PndmSampler.RungeKuttaSteps + 1, options.TrainingSteps, false),
        SamplerKind.Lcm => new(1, options.OriginalInferenceSteps, true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such sampler."),
    };

    /// <summary>How often the network is asked in a run that the terms allow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sampler.</exception>
    public static int Evaluations(SamplerKind kind, ScheduleOptions options, SamplingPlan plan) => kind switch
    {
        SamplerKind.Heun => (2 * plan.Taken) - 1,
        SamplerKind.Pndm when options.SkipPrkSteps => plan.Steps == 1 ? 1 : plan.Taken + 1,
        SamplerKind.Pndm => plan.Taken + (PndmSampler.RungeKuttaSteps * (PndmSampler.Phases - 1)),
        SamplerKind.Ddim or SamplerKind.Euler or SamplerKind.EulerAncestral or SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde or SamplerKind.UniPc or SamplerKind.Lcm => plan.Taken,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such sampler."),
    };
}
