using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>Which samplers a bundle can be asked for, and in how many steps. Pure.</summary>
internal static class SamplerRules
{
    /// <summary>Why this may not be asked of this bundle; null when it may. What <see cref="RequestRules"/> and <see cref="SourceRules"/> refuse is supposed to be right.</summary>
    public static Refusal? Check(Ask ask, Bundle bundle)
    {
        var settings = RequestRules.Complete(ask, bundle);
        var (sampler, terms) = (settings.Sampler, SamplerTerms.Of(settings.Sampler.ToKind(), bundle.Schedule.Options));
        if (!bundle.Limits.Samplers.Contains(sampler))
            return Refusal.Invalid("sampler.unsupported", "sampler", $"{bundle.Id} was not made for {sampler.Title()}. Use {Samplers.TitlesOf(bundle.Limits.Samplers)}.");
        if (settings.Steps < terms.LeastSteps || settings.Steps > terms.MostSteps)
            return Refusal.Invalid("steps.out_of_range", "steps", $"{sampler.Title()} takes {terms.LeastSteps} to {Math.Min(terms.MostSteps, bundle.Limits.MaxSteps)} steps with {bundle.Id}; this asks for {settings.Steps}. Change the steps, or choose another sampler.");
        return terms.BeginsLate || SamplingPlan.Of(settings.Steps, settings.Strength).FirstStep == 0
            ? null
            : Refusal.Invalid("sampler.unsupported", "sampler", $"With {bundle.Id}, {sampler.Title()} cannot begin from a picture. Choose another sampler, or leave the picture to begin from out.");
    }
}
