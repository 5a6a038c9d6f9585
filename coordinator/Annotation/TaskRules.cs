namespace LaionGrid.Coordinator.Annotation;

/// <summary>What holds for a kind of task.</summary>
/// <param name="Version">Goes up when wording or scale change: answers of before are not mixed with those of after.</param>
/// <param name="Wanted">Answers of different people that an item should have.</param>
/// <param name="More">Answers beyond them where those disagree.</param>
/// <param name="Points">What an answer earns; ten are what a picture of 512 x 512 in 25 steps costs.</param>
/// <param name="Fastest">Nobody can have looked in less: such an answer is kept, and earns nothing.</param>
/// <param name="HasRightAnswer">Whether an answer can be right or wrong: such tasks are checked by ones whose answer is known, and by asking again. Taste has no right answer.</param>
internal sealed record TaskRule(int Version, int Wanted, int More, int Points, TimeSpan Fastest, bool HasRightAnswer);

/// <summary>The tasks there are. Starting values to be tuned; how they came about is in decision 0039. Pure.</summary>
internal static class TaskRules
{
    public static TaskRule Of(TaskKind kind) => kind switch
    {
        TaskKind.Aesthetic => new(1, Wanted: 5, More: 3, Points: 2, TimeSpan.FromMilliseconds(600), HasRightAnswer: false),
        TaskKind.Compare => new(1, Wanted: 3, More: 3, Points: 3, TimeSpan.FromMilliseconds(800), HasRightAnswer: true),
        TaskKind.BestOf => new(1, Wanted: 1, More: 0, Points: 4, TimeSpan.FromMilliseconds(600), HasRightAnswer: false),
        TaskKind.Artifacts => new(1, Wanted: 3, More: 0, Points: 6, TimeSpan.FromMilliseconds(1500), HasRightAnswer: true),
        TaskKind.Match => new(1, Wanted: 3, More: 0, Points: 5, TimeSpan.FromMilliseconds(1500), HasRightAnswer: true),
        TaskKind.Caption => new(1, Wanted: 1, More: 0, Points: 15, TimeSpan.FromSeconds(4), HasRightAnswer: false),
        TaskKind.CaptionVote => new(1, Wanted: 3, More: 2, Points: 2, TimeSpan.FromMilliseconds(800), HasRightAnswer: false),
        TaskKind.Flags => new(1, Wanted: 2, More: 1, Points: 2, TimeSpan.FromMilliseconds(600), HasRightAnswer: true),
        TaskKind.Tags => new(1, Wanted: 2, More: 0, Points: 2, TimeSpan.FromMilliseconds(800), HasRightAnswer: false),
        TaskKind.Calibration => new(1, Wanted: int.MaxValue, More: 0, Points: 0, TimeSpan.FromMilliseconds(500), HasRightAnswer: false),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without rules."),
    };

    /// <summary>Given out where nothing particular is asked for: what takes seconds, and is for everybody.</summary>
    public static IReadOnlyList<TaskKind> Mixed { get; } = [TaskKind.Aesthetic, TaskKind.Compare, TaskKind.Match, TaskKind.Artifacts, TaskKind.Tags, TaskKind.CaptionVote];
}
