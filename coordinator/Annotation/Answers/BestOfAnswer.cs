namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary><c>{"set":["id","id"],"best":"id","bad":["id"]}</c>: the pictures of a set in their order, its best, and those that are bad, by their jobs' ids.</summary>
/// <param name="Set">2 to 8 pictures.</param>
/// <param name="Bad">Of the set, without the best; may be empty.</param>
internal sealed record BestOfAnswer(IReadOnlyList<string> Set, string Best, IReadOnlyList<string> Bad) : TaskAnswer
{
    public const int MaxSet = 8;

    public override TaskKind Kind => TaskKind.BestOf;

    public override string? Fault()
    {
        if (Set.Count is < 2 or > MaxSet || Set.Distinct(StringComparer.Ordinal).Count() != Set.Count)
            return $"A set has 2 to {MaxSet} different pictures.";
        if (!Set.Contains(Best))
            return "The best picture is not one of the set.";
        return Bad.Distinct(StringComparer.Ordinal).Count() == Bad.Count && Bad.All(Set.Contains) && !Bad.Contains(Best)
            ? null
            : "Bad pictures are of the set, each said once, and the best is none of them.";
    }

    public override TaskAnswer Canonical() => this with { Bad = [.. Set.Where(Bad.Contains)] };
}
