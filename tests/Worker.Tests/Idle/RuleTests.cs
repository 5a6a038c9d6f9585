using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Settings;
using LaionGrid.Worker.Tests.Rendering;

namespace LaionGrid.Worker.Tests.Idle;

public sealed class RuleTests
{
    [Fact]
    public void Rules_WithTheirDefaults_AreTheDefaultRules() =>
        Assert.Equal(new OwnerRules(), OwnerRule.All.Aggregate(new OwnerRules(), (rules, rule) => rule.Apply(rules, rule.Otherwise)!));

    [Theory]
    [InlineData("idle-after", "5"), InlineData("idle-after", "-5m"), InlineData("idle-after", "5 m"), InlineData("idle-after", "999999d"), InlineData("schedule", "nights")]
    [InlineData("during-games", "maybe"), InlineData("max-temperature", "hot"), InlineData("max-power", "-1"), InlineData("min-free-disk", "1.5"), InlineData("always", "")]
    public void Rule_OfWhatIsNoValue_IsNone(string name, string text) => Assert.Null(OwnerRule.All.Single(rule => rule.Name == name).Apply(new(), text));

    [Fact]
    public async Task Worker_WithABrokenFile_ExitsWithTwo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[SettingsFile.Name], "max-power = lots\n");

        Assert.Equal(WorkerCommand.BadUsage, await WorkerCommand.RunAsync(["--data", folder.Path]));
    }

    [Theory, InlineData("--idle-after", "soon"), InlineData("--schedule", "nights"), InlineData("pause", "--for", "ever"), InlineData("pause", "--for", "0")]
    public async Task Command_WithABadValue_ExitsWithTwo(params string[] args) => Assert.Equal(WorkerCommand.BadUsage, await WorkerCommand.RunAsync(args));

    [Theory, InlineData("pause"), InlineData("resume"), InlineData("finish"), InlineData("status"), InlineData("top"), InlineData("page")]
    public async Task Command_WhereNoWorkerRuns_ExitsWithOne(string command)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(1, await WorkerCommand.RunAsync([command, "--data", folder.Path]));
    }

    [Fact]
    public void Readme_NamesEachRuleWithItsDefault()
    {
        var readme = File.ReadAllText(Path.Combine(PocketModel.Models, "..", "worker", "README.md"));

        Assert.All(OwnerRule.All, rule => Assert.Matches($@"\| `{rule.Name}` \| `{rule.Otherwise}` \|", readme));
    }
}
