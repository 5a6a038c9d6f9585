namespace LaionGrid.Coordinator.Annotation.Answers;

internal enum Preference
{
    /// <summary>The picture of <see cref="Answer.JobId"/>, shown left.</summary>
    First,

    /// <summary>The picture of <see cref="Answer.OtherJobId"/>, shown right.</summary>
    Second,
    Tie,
    BothBad,
}

/// <summary><c>{"choice":"first"}</c>; also "second", "tie", "both_bad". Which picture is first is drawn by lot, so a habit of sides shows.</summary>
internal sealed record CompareAnswer(Preference Choice) : TaskAnswer
{
    public override TaskKind Kind => TaskKind.Compare;

    public override string? Fault() => Enum.IsDefined(Choice) ? null : "A comparison is won by the first or the second picture, is a tie, or both are bad.";
}
