using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Calibration;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>An honest worker of some kind, whose every step is compared as a cheat's is. None may exceed its class's tolerance.</summary>
/// <param name="Rejected">Steps that did: each would cost a second opinion, and a wrong verdict if that agreed.</param>
/// <param name="StandingOut">Steps that stood out in the replay: each costs a check.</param>
/// <param name="TimesMost">How many times its tolerance the furthest step was, raw or guided.</param>
/// <param name="Examined">Its pictures.</param>
internal sealed record Honesty(
    string Name, string Class, int Pictures, int Steps, int Rejected, int StandingOut, double RawMedian, double RawMost, double GuidedMost, double TimesMost, double TimestepOfMost, IReadOnlyList<Examination> Examined)
{
    public static Honesty Of(string name, PrecisionClass judge, IReadOnlyList<Examination> pictures)
    {
        MeasuredStep[] steps = [.. pictures.SelectMany(picture => picture.Steps).Select(step => step.Measured)];
        var furthest = steps.MaxBy(step => judge.TimesTolerance(step.Residual, step.Timestep)) ?? throw new ArgumentException("There are no steps to look at.", nameof(pictures));
        return new(
            name, judge.Name, pictures.Count, steps.Length, steps.Count(step => judge.Exceeds(step.Residual, step.Timestep)),
            pictures.Sum(picture => picture.Steps.Count(step => step.Why != Oddities.None)),
            steps.Select(step => step.Residual.Raw).Order().ElementAt(steps.Length / 2), steps.Max(step => step.Residual.Raw), steps.Max(step => step.Residual.Guided),
            judge.TimesTolerance(furthest.Residual, furthest.Timestep), furthest.Timestep, pictures);
    }

    /// <summary>What an honest worker hands in.</summary>
    public static CheatOutcome Render(DiffusionPipeline engine, PictureOrder order)
    {
        var picture = engine.Render(order, null, CancellationToken.None)[0];
        return new(picture.Trajectory, picture.Latent, picture.Picture, [], 0);
    }
}
