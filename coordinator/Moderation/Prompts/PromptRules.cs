namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>Which prompts are refused: families of contexts, each a few lists of words that must meet. Immutable; safe to use from any thread.</summary>
internal sealed class PromptRules(Wordbook words, IReadOnlyList<PromptFamily> families)
{
    /// <summary>Lists that no file names words for, by their numbers.</summary>
    public static readonly IReadOnlyList<string> BuiltInLists = ["e-mail", "phone-number"];

    public IReadOnlyList<PromptFamily> Families => families;

    /// <summary>The first family that refuses it, and whether the negative prompt alone is at fault; null when it may be rendered.</summary>
    public (PromptFamily Family, bool IsNegative)? Judge(string prompt, string negative)
    {
        var (said, avoided) = (Find(prompt), Find(negative));
        foreach (var family in families)
        {
            foreach (var context in family.When)
            {
                if (context.IsMet(said, avoided))
                    return (family, context.Prompt == 0);
            }
        }
        return null;
    }

    private ulong Find(string text)
    {
        if (text.Length == 0)
            return 0;
        var folded = Folding.Of(text);
        return words.Find(folded) | (PersonalData.HasEmail(folded) ? 1UL : 0) | (PersonalData.HasPhone(folded) ? 2UL : 0);
    }
}
