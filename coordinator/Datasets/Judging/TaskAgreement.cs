using LaionGrid.Coordinator.Annotation;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>How far people agree about one kind of task, as fitted last, over the answers to its present version that say something of a picture.</summary>
internal sealed class TaskAgreement
{
    public required TaskKind TaskKind { get; init; }

    public required int TaskVersion { get; init; }

    /// <summary>See <see cref="Quality.KrippendorffAlpha"/>; null where nothing can be compared.</summary>
    public required double? Alpha { get; init; }

    /// <summary>Items with at least two answers, on which alpha stands.</summary>
    public required int Items { get; init; }

    /// <summary>People whose answers those are.</summary>
    public required int Raters { get; init; }

    public required DateTimeOffset FittedAt { get; init; }
}
