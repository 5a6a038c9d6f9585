using LaionGrid.Coordinator.Annotation;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>How far one rater's answers to one kind of task are trusted, as fitted last.</summary>
internal sealed class RaterReliability
{
    /// <summary>Of everybody together; its scale is everybody's, too.</summary>
    public const string Everybody = "";

    public required string RaterMark { get; init; }

    public required TaskKind TaskKind { get; init; }

    public required int Answers { get; init; }

    /// <summary>See <see cref="Quality.ReliabilityPolicy"/>.</summary>
    public required double Weight { get; init; }

    /// <summary>How the rater uses the scale, where the task has one; otherwise 0 and 1.</summary>
    public required double Mean { get; init; }

    public required double Deviation { get; init; }

    public required DateTimeOffset FittedAt { get; init; }
}
