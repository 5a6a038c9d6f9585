namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary><c>{"overall":4,"words":["a","red","boat"],"missing":[1],"wrong":[]}</c>.</summary>
/// <param name="Overall">How well the picture follows its prompt: 1 (not at all) to 5 (wholly).</param>
/// <param name="Words">The prompt as it was cut and shown, 1 to <see cref="MaxWords"/>; <see cref="PromptWords"/> cuts it.</param>
/// <param name="Missing">Places in the words, from 0, of what is not to be seen.</param>
/// <param name="Wrong">Places in the words of what is there, but otherwise than it says.</param>
internal sealed record MatchAnswer(int Overall, IReadOnlyList<string> Words, IReadOnlyList<int> Missing, IReadOnlyList<int> Wrong) : TaskAnswer
{
    public const int MaxWords = 60;

    public override TaskKind Kind => TaskKind.Match;

    public override string? Fault()
    {
        if (Within(Overall, 1, 5, "A match") is { } fault)
            return fault;
        if (Words.Count is < 1 or > MaxWords)
            return $"A prompt has 1 to {MaxWords} words here.";
        var marked = Missing.Concat(Wrong).ToList();
        return marked.TrueForAll(place => place >= 0 && place < Words.Count) && marked.Distinct().Count() == marked.Count
            ? null
            : "A word is marked that is not there, or is marked twice.";
    }

    public override TaskAnswer Canonical() => this with { Missing = [.. Missing.Order()], Wrong = [.. Wrong.Order()] };
}
