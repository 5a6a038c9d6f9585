namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary>Cuts a prompt into the words that can be marked. Pure, and of a task's version: other cuts would make old marks mean other words.</summary>
internal static class PromptWords
{
    private static readonly char[] Around = ['.', ',', ';', ':', '!', '?', '"', '(', ')', '[', ']', '{', '}', '<', '>', '|'];

    /// <summary>Between blanks, without the marks around them; at most <see cref="MatchAnswer.MaxWords"/>, what follows is not shown.</summary>
    public static IReadOnlyList<string> Of(string prompt) =>
        [.. prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim(Around)).Where(word => word.Length > 0).Take(MatchAnswer.MaxWords)];
}
