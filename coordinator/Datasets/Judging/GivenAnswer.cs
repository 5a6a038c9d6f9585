using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>One answer as judging reads it.</summary>
internal sealed record GivenAnswer
{
    public required AnswerId Id { get; init; }

    public required JobId JobId { get; init; }

    public required JobId? OtherJobId { get; init; }

    public required string RaterMark { get; init; }

    public required TaskAnswer Value { get; init; }

    public required bool? GoldPassed { get; init; }

    public required AnswerId? RepeatOf { get; init; }

    public required int MsSpent { get; init; }

    /// <summary>
    /// Whether it says something of the picture: gold and repeats say something of the rater, who asked for a picture is no judge of it, and what was answered under another version of the task is not mixed with it. Which of their
    /// own is best its author says as well as anybody.
    /// </summary>
    public required bool IsOfPicture { get; init; }

    /// <summary>Null for what is stored otherwise than this coordinator writes it.</summary>
    public static GivenAnswer? Of(Answer answer) => AnswerJson.Read(answer.TaskKind, answer.Value) is { } value ? Of(answer, value) : null;

    /// <param name="value">What was read out of the answer before.</param>
    public static GivenAnswer Of(Answer answer, TaskAnswer value) => new()
    {
        Id = answer.Id,
        JobId = answer.JobId,
        OtherJobId = answer.OtherJobId,
        RaterMark = answer.RaterMark,
        Value = value,
        GoldPassed = answer.IsGold ? answer.GoldPassed : null,
        RepeatOf = answer.RepeatOf,
        MsSpent = answer.MsSpent,
        IsOfPicture = answer is { IsGold: false, RepeatOf: null } && (!answer.IsAuthor || answer.TaskKind == TaskKind.BestOf) && answer.TaskVersion == TaskRules.Of(answer.TaskKind).Version,
    };
}
