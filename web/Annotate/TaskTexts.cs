using LaionGrid.Web.Coordinator.Commons;

namespace LaionGrid.Web.Annotate;

/// <summary>A kind of task as addresses spell it and people read it.</summary>
/// <param name="Question">What is asked, one sentence.</param>
/// <param name="About">What it is good for, for the list of tasks.</param>
public sealed record TaskText(TaskKind Kind, string Key, string Title, string Question, string About, string Takes);

/// <summary>The tasks in words.</summary>
public static class TaskTexts
{
    public static IReadOnlyList<TaskText> All { get; } =
    [
        new(TaskKind.Mixed, "mixed", "A bit of everything", "", "Short ones in turn, of most kinds.", "a few seconds each"),
        new(TaskKind.Aesthetic, "aesthetic", "How good does it look?", "How good does this picture look, whatever it was meant to be?", "From 1 to 10, without knowing what was asked for.", "4 s"),
        new(TaskKind.Compare, "compare", "Which of two?", "Which picture is the better one for these words?", "Two pictures of one prompt. The open arena of models comes of it.", "5 s"),
        new(TaskKind.Match, "match", "Word by word", "Which of these words does the picture leave out or get wrong?", "Shows what models overlook.", "8 s"),
        new(TaskKind.Artifacts, "artifacts", "What is broken?", "How broken is this picture, and where?", "Six fingers, melted faces, letters that are none.", "12 s"),
        new(TaskKind.Tags, "tags", "What is it?", "What does it look made with, and what is it mainly of?", "Makes pictures findable.", "4 s"),
        new(TaskKind.CaptionVote, "caption-vote", "Is that what is there?", "Does this sentence say literally what is to be seen?", "Three votes decide over a caption.", "4 s"),
        new(TaskKind.Caption, "caption", "Say what is there", "Mend this sentence until it says literally what is to be seen.", "It is also what people who cannot see the picture will hear.", "30 s"),
        new(TaskKind.Flags, "flags", "Should it be hidden?", "Is anything in this picture that it should be hidden for?", "For adults with an account who want to help with it. Pictures are blurred at first.", "4 s"),
        new(TaskKind.Calibration, "calibration", "Your own scale", "How good does this picture look?", "The same twenty pictures for everybody, once: so that your 7 can be told from another’s. For people with an account.", "90 s in all"),
        new(TaskKind.BestOf, "own", "Your own set", "Which of yours is the best?", "Asked when your pictures are there.", "3 s"),
    ];

    /// <summary>Null for a word that is no task.</summary>
    public static TaskText? Read(string key) => All.FirstOrDefault(text => text.Key == key);

    public static TaskText Of(TaskKind kind) => All.First(text => text.Kind == kind);

    /// <summary>Badges in words; a code that is not known here is left out.</summary>
    public static IReadOnlyList<(string Title, string Why)> BadgesOf(IEnumerable<string> codes) => [.. codes.Where(Badges.ContainsKey).Select(code => Badges[code])];

    private static readonly Dictionary<string, (string Title, string Why)> Badges = new()
    {
        ["first_answer"] = ("First look", "judged a first picture"),
        ["hundred_answers"] = ("A hundred looks", "gave a hundred answers"),
        ["thousand_answers"] = ("A thousand looks", "gave a thousand answers"),
        ["all_rounder"] = ("All-rounder", "answered every kind of short task"),
        ["describer"] = ("Describer", "wrote ten captions"),
        ["sharp_eye"] = ("Sharp eye", "19 of 20 right where the answer was known"),
        ["seven_days"] = ("Regular", "judged on seven days"),
    };
}
