namespace LaionGrid.Arithmetic.Schedules;

/// <summary>How long a run is and where in it the work begins.</summary>
public sealed record SamplingPlan
{
    /// <summary>Steps of the whole run, 1 to the schedule's training steps (multistep solvers take two fewer at most).</summary>
    public required int Steps { get; init; }

    /// <summary>Steps left out at the noisy end, 0 to <see cref="Steps"/> - 1: the run begins from a clean sample brought to that noise level.</summary>
    public int FirstStep { get; init; }

    /// <summary>Steps that are taken.</summary>
    public int Taken => Steps - FirstStep;

    /// <summary>The plan of a run that makes a part of a picture anew: as many of the last steps, rounded down.</summary>
    /// <param name="strength">0 to 1. Too little of it leaves no step, and no sampler takes that plan.</param>
    public static SamplingPlan Of(int steps, double strength) => new() { Steps = steps, FirstStep = steps - Math.Min((int)(steps * strength), steps) };
}
