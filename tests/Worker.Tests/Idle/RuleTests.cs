using LaionGrid.Worker.Idle;
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
    public void File_WithRules_IsReadWithItsLines()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[RulesFile.Name], "# mine\n\nidle-after = 10m\nschedule=daily 1:00-6:00\n");

        var (file, problem) = RulesFile.Read(folder.Path);

        Assert.Equal("", problem);
        Assert.Equal(("10m", "daily 1:00-6:00", null), (file!.Find("idle-after")?.Value, file.Find("schedule")?.Value, file.Find("always")?.Value));
        Assert.EndsWith("rules.conf, line 3: idle-after", file.Find("idle-after")?.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WithARuleOfOneDevice_CountsForItAlone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[RulesFile.Name], "max-temperature = 80\nmax-temperature.cuda:1 = 70\nidle-after.cuda:1 = 0\n");
        var (options, command) = (new RuleOptions(), new System.CommandLine.Command("worker"));
        options.AddTo(command);

        var (rules, problem) = options.Read(command.Parse(["--on-battery", "yes"]), folder.Path);

        Assert.Null(problem);
        Assert.Equal((80, TimeSpan.FromMinutes(5), true), (rules!.For("cuda:0").MaxCelsius, rules.For("cuda:0").IdleAfter, rules.For("cuda:0").OnBattery));
        Assert.Equal((70, TimeSpan.Zero, true), (rules.For("cuda:1").MaxCelsius, rules.For("cuda:1").IdleAfter, rules.For("cuda:1").OnBattery));
    }

    [Fact]
    public void File_WithABadRuleOfOneDevice_NamesItsLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[RulesFile.Name], "\nmax-power.cuda:0 = lots\n");
        var (options, command) = (new RuleOptions(), new System.CommandLine.Command("worker"));
        options.AddTo(command);

        Assert.Contains("line 2: max-power.cuda:0: \"lots\" is not", options.Read(command.Parse([]), folder.Path).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max-power. = 1", "line 2: max-power. is no rule"), InlineData("speed.cuda:0 = 1", "line 2: speed.cuda:0 is no rule"), InlineData("idle-aftr = 5m", "line 2: idle-aftr is no rule"), InlineData("nonsense", "line 2: \"nonsense\" is not of the form"), InlineData("always=no\nalways=yes", "line 3: always stands on line 2")]
    public void File_ThatIsBroken_NamesItsLine(string text, string says)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[RulesFile.Name], $"# mine\n{text}\n");

        Assert.Contains(says, RulesFile.Read(folder.Path).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_WithABrokenFile_ExitsWithTwo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[RulesFile.Name], "max-power = lots\n");

        Assert.Equal(WorkerCommand.BadUsage, await WorkerCommand.RunAsync(["--data", folder.Path]));
    }

    [Theory, InlineData("--idle-after", "soon"), InlineData("--schedule", "nights"), InlineData("pause", "--for", "ever"), InlineData("pause", "--for", "0")]
    public async Task Command_WithABadValue_ExitsWithTwo(params string[] args) => Assert.Equal(WorkerCommand.BadUsage, await WorkerCommand.RunAsync(args));

    [Theory, InlineData("pause"), InlineData("resume"), InlineData("finish"), InlineData("status")]
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
