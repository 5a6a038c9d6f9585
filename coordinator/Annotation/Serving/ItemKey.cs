using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>What answers are counted for: a picture, a pair of them in whichever order, or a caption, for one kind of task.</summary>
internal readonly record struct ItemKey(TaskKind Kind, Guid One, Guid Other)
{
    public static ItemKey Of(TaskKind kind, JobId job) => new(kind, job.Value, Guid.Empty);

    public static ItemKey Of(AnswerId caption) => new(TaskKind.CaptionVote, caption.Value, Guid.Empty);

    public static ItemKey OfPair(JobId one, JobId other) =>
        one.Value.CompareTo(other.Value) < 0 ? new(TaskKind.Compare, one.Value, other.Value) : new(TaskKind.Compare, other.Value, one.Value);
}
