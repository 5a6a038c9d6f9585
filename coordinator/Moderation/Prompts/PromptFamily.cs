namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>What is not rendered here, and what the asker is told.</summary>
/// <param name="Name">Lower-case letters, digits and '_'; part of the refusal's code.</param>
/// <param name="Says">What is refused.</param>
/// <param name="Change">What to change.</param>
/// <param name="IsInnocent">Whoever asks for it knows no better: no time-out follows.</param>
internal sealed record PromptFamily(string Name, string Says, string Change, bool IsInnocent, IReadOnlyList<PromptContext> When);

/// <summary>Lists that are met together, a bit for each: these in the prompt, and those in the negative prompt.</summary>
internal readonly record struct PromptContext(ulong Prompt, ulong Negative)
{
    public bool IsMet(ulong prompt, ulong negative) => (Prompt & ~prompt) == 0 && (Negative & ~negative) == 0;
}
