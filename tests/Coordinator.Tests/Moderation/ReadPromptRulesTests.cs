using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Moderation;
using LaionGrid.Coordinator.Moderation.Prompts;
using LaionGrid.TestKit;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Tests.Moderation;

public sealed class ReadPromptRulesTests
{
    private const string Good = "list a\n  cat, dogs*\nlist b\n  red\nfamily pets\n  says No red pets. # remark\n  change Another colour.\n  when a and b\n";

    [Fact]
    public void File_OfAnOperator_IsWhatHolds()
    {
        var rules = ReadPromptRules.Read("rules", Good);

        Assert.Equal("No red pets.", rules.Judge("a red dogsled", "")?.Family.Says);
        Assert.Null(rules.Judge("a red cation", ""));
    }

    [Theory]
    [InlineData("list a\n cat\nfamily f\n says S.\n change C.\n when a and dogs", "Line 6: there is no list \"dogs\"")]
    [InlineData("list a\n cat\nfamily f\n says S.\n when a", "Line 3: the family \"f\" lacks a line")]
    [InlineData("cat, dog", "Line 1: \"cat, dog\" stands under no list")]
    [InlineData("list a\n c", "Line 2: \"c\" is too short")]
    [InlineData("list a\n ab*", "Line 2: \"ab*\" is too short")]
    [InlineData("list a\nlist a", "Line 2: there is a list \"a\" already")]
    [InlineData("list e-mail", "there is a list \"e-mail\" already")]
    [InlineData("list Big", "Line 1: \"Big\" is no name")]
    [InlineData("family f\n says S.\n change C.\n whenever e-mail", "Line 4: \"whenever\" means nothing")]
    [InlineData("", "there is no family in it")]
    public void File_WithAFault_IsRefusedWithItsLineAndTheCure(string text, string expected)
    {
        var error = Assert.Throws<PromptRulesException>(() => ReadPromptRules.Read("rules", text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WithTwoFaults_TellsBoth()
    {
        var error = Assert.Throws<PromptRulesException>(() => ReadPromptRules.Read("rules", "list a\n x\nlist a\n"));

        Assert.Contains("Line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WhenItChanges_HoldsFromThenOn_AndABrokenOneChangesNothing()
    {
        using var folder = new TemporaryFolder();
        var current = Current(folder);
        Assert.NotNull(current.Rules.Judge("a naked child", ""));
        Assert.False(current.Refresh());

        Write(folder, Good, minutes: 1);
        Assert.True(current.Refresh());
        Assert.NotNull(current.Rules.Judge("a red cat", ""));
        Write(folder, "family", minutes: 2);
        Assert.Throws<PromptRulesException>(() => current.Refresh());
        Assert.False(current.Refresh());
        Assert.NotNull(current.Rules.Judge("a red cat", ""));

        File.Delete(folder["prompts.rules"]);
        Assert.True(current.Refresh());
        Assert.Null(current.Rules.Judge("a red cat", ""));
    }

    [Fact]
    public void File_ThatIsBrokenAtStart_KeepsTheCoordinatorFromStarting()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "family", minutes: 0);

        var error = Assert.Throws<PromptRulesException>(() => Current(folder));

        Assert.StartsWith("prompt_rules.invalid", StartFailure.Describe(error), StringComparison.Ordinal);
    }

    private static CurrentPromptRules Current(TemporaryFolder folder) => new(Options.Create(new ModerationOptions()), Options.Create(new DataOptions { Folder = folder["."] }));

    private static void Write(TemporaryFolder folder, string text, int minutes)
    {
        File.WriteAllText(folder["prompts.rules"], text);
        File.SetLastWriteTimeUtc(folder["prompts.rules"], new DateTime(2026, 1, 1, 0, minutes, 0, DateTimeKind.Utc));
    }
}
