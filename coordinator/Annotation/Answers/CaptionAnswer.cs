using System.Text;

namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary><c>{"draft":"a boat","caption":"A red boat lies on a beach."}</c>.</summary>
/// <param name="Draft">The sentence that was to be mended, as it was shown; may be empty.</param>
/// <param name="Caption">What is visible, 3 to <see cref="MaxLength"/> characters, no control or direction characters.</param>
internal sealed record CaptionAnswer(string Draft, string Caption) : TaskAnswer
{
    public const int MinLength = 3;
    public const int MaxLength = 500;

    public override TaskKind Kind => TaskKind.Caption;

    public override string? Fault()
    {
        var length = Caption.AsSpan().Trim().Length;
        if (length is < MinLength or > MaxLength)
            return $"A caption has {MinLength} to {MaxLength} characters; this has {length}.";
        return Caption.EnumerateRunes().Any(IsHidden) ? "The caption holds control characters, or ones that turn the direction of text. Remove them." : null;
    }

    public override TaskAnswer Canonical() => this with { Caption = string.Join(' ', Caption.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) };

    /// <summary>Those that turn text around would change what stands beside it, wherever it is shown.</summary>
    private static bool IsHidden(Rune rune) =>
        rune.Value is 0xFFFD or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) || (Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune));
}
