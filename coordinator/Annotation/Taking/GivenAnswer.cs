using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Annotation.Taking;

/// <summary>An answer as it came in: what was shown is the coordinator's to say, and is put in from the assignment.</summary>
/// <param name="About">Makes the whole answer of what was shown.</param>
internal sealed record GivenAnswer(TaskKind Kind, Func<ShownTask, TaskAnswer> About)
{
    /// <summary>As the client says; 0 when it does not.</summary>
    public int MsSpent { get; init; }

    public string Client { get; init; } = "program";

    /// <summary>The rater's own request that waits meanwhile; null for none.</summary>
    public RequestId? Waiting { get; init; }

    /// <summary>Shows whose the waiting request is, where no account does.</summary>
    public string WaitingKey { get; init; } = "";
}

/// <summary>What an answer brings.</summary>
/// <param name="Moved">How the rater's own request came forward by it; null when none waits, and when the answer is repeated.</param>
internal sealed record TakenAnswer(Answer Answer, MovedForward? Moved);

/// <summary>A picture that came forward in its line.</summary>
/// <param name="Places">Pictures that it passed; at most <see cref="MaxCounted"/>.</param>
/// <param name="Seconds">What that is at the present pace; null when that is not known.</param>
internal sealed record MovedForward(long Mflop, int Places, double? Seconds)
{
    public const int MaxCounted = 10_000;
}
