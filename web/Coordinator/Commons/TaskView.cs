using LaionGrid.Web.Coordinator.Boards;

namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>What a person is asked. Names are the wire's.</summary>
public enum TaskKind
{
    /// <summary>None in particular.</summary>
    Mixed,
    Aesthetic,
    Compare,
    BestOf,
    Artifacts,
    Match,
    Caption,
    CaptionVote,
    Flags,
    Tags,
    Calibration,
}

/// <summary>One task that was given to the visitor.</summary>
public sealed record TaskView
{
    public required string Id { get; init; }

    public required TaskKind Kind { get; init; }

    /// <summary>In the order in which they are shown.</summary>
    public required IReadOnlyList<TaskPictureView> Pictures { get; init; }

    /// <summary>Of a comparison; empty otherwise.</summary>
    public string Prompt { get; init; } = "";

    public IReadOnlyList<string> Words { get; init; } = [];

    public string Caption { get; init; } = "";

    /// <summary>What an answer earns at most.</summary>
    public int Points { get; init; }
}

public sealed record TaskPictureView(string JobId, int Width, int Height);

/// <summary>What came of asking for a task.</summary>
public abstract record TaskOutcome
{
    public sealed record Given(TaskView Task) : TaskOutcome;

    /// <summary>There is nothing to ask this visitor now.</summary>
    public sealed record Nothing : TaskOutcome;

    public sealed record Refused(Refusal Refusal) : TaskOutcome;
}

/// <summary>What an answer brought.</summary>
/// <param name="Points">Of priority; 0 when it earns none.</param>
/// <param name="Moved">Whether the visitor's own request came forward.</param>
/// <param name="Places">Pictures that it passed.</param>
/// <param name="Seconds">What that is at the present pace; null when that is not known.</param>
public sealed record JudgedView(int Points, bool Moved, int Places, double? Seconds);

public abstract record JudgeOutcome
{
    public sealed record Kept(JudgedView Judged) : JudgeOutcome;

    public sealed record Refused(Refusal Refusal) : JudgeOutcome;
}

/// <summary>Those who judge most.</summary>
public sealed record AnnotatorsView(Period Period, IReadOnlyList<AnnotatorRowView> Rows, int Answers);

public sealed record AnnotatorRowView(int Rank, string Name, int Answers, int Kinds);

/// <summary>What the visitor has judged.</summary>
public sealed record OwnJudgingView
{
    public required IReadOnlyList<(TaskKind Kind, int Count)> Kinds { get; init; }

    public required int GoldPassed { get; init; }

    public required int GoldFailed { get; init; }

    public required long PendingPoints { get; init; }

    public required long PaidPoints { get; init; }

    /// <summary>What the account has to spend, from answers and from compute.</summary>
    public required long PriorityPoints { get; init; }

    public required IReadOnlyList<string> Badges { get; init; }

    public int All => Kinds.Sum(kind => kind.Count);
}
