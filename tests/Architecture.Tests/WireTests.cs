using System.Text.RegularExpressions;

namespace LaionGrid.Architecture.Tests;

/// <summary>The wire explains itself: every field says what it is, and no enum has a meaning for nothing.</summary>
public sealed partial class WireTests
{
    [Fact]
    public void Fields_AreCommented() => Assert.Empty(
        from path in Repository.Files("proto", "*.proto")
        let lines = File.ReadAllLines(Path.Combine(Repository.Root, path))
        from index in Enumerable.Range(0, lines.Length)
        where IsMember(lines, index) && !IsCommented(lines, index)
        select $"{path}:{index + 1}: {lines[index].Trim()}");

    [Fact]
    public void Enums_StartUnspecified() => Assert.Empty(
        from path in Repository.Files("proto", "*.proto")
        from Match match in Enum().Matches(File.ReadAllText(Path.Combine(Repository.Root, path)))
        where !match.Groups[2].Value.EndsWith("_UNSPECIFIED", StringComparison.Ordinal)
        select $"{path}: {match.Groups[1].Value}");

    private static bool IsMember(string[] lines, int index) => Field().IsMatch(lines[index]);

    private static bool IsCommented(string[] lines, int index) => lines[index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s+(?:repeated |optional )?[\w.]+ \w+ = \d+;")]
    private static partial Regex Field();

    [GeneratedRegex(@"enum (\w+) \{(?:\s*//[^\n]*)*\s*(\w+) = 0;")]
    private static partial Regex Enum();
}
