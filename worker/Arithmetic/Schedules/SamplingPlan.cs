namespace LaionGrid.Arithmetic.Schedules;

/// <summary>How long a run is and where in it the work begins.</summary>
public sealed record SamplingPlan
{
    /// <summary>Steps of the whole run, 1 to the schedule's training steps (multistep solvers take two fewer at most).</summary>
    public required int Steps { get; init; }

    /// <summary>Steps left out at the noisy end, 0 to <see cref="Steps"/> - 1: the run begins from a clean sample brought to that noise level.</summary>
    public int FirstStep { get; init; }
}
