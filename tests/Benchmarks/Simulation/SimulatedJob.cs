using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>One picture on its way.</summary>
internal sealed class SimulatedJob
{
    public required int Person { get; init; }

    public required int WorkIndex { get; init; }

    public required double SubmittedS { get; init; }

    public required int Weight { get; init; }

    public required long Tag { get; set; }

    /// <summary>Nothing else of this person was queued or in work when it came.</summary>
    public required bool IsFirst { get; init; }

    public (TimeSpan Low, TimeSpan High)? Eta { get; set; }

    public int Failures { get; set; }

    public bool WasLeased { get; set; }

    public SimulatedAttempt? First { get; set; }

    public SimulatedAttempt? Second { get; set; }

    public int LiveAttempts => (First is null ? 0 : 1) + (Second is null ? 0 : 1);

    public JobState State { get; set; } = JobState.Queued;

    public Work Work => Work.All[WorkIndex];
}

/// <summary>One worker's try at a picture.</summary>
internal sealed class SimulatedAttempt
{
    public required SimulatedJob Job { get; init; }

    public required SimulatedWorker Worker { get; init; }

    public required double StartedS { get; init; }

    /// <summary>Of it, to load or fetch the bundle.</summary>
    public required double PreparationS { get; init; }

    public required bool Fails { get; init; }

    public AttemptState State { get; set; } = AttemptState.Leased;
}
