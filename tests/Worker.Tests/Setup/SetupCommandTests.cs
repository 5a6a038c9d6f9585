using System.CommandLine;
using System.Text.RegularExpressions;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Settings;
using LaionGrid.Worker.Setup;
using LaionGrid.Worker.Tests.Local;
using LaionGrid.Worker.Tests.Rendering;

namespace LaionGrid.Worker.Tests.Setup;

/// <summary>The command with answers piped in, beside a real coordinator that offers the bundled model.</summary>
[Collection(ConsoleUsers.Name)] // a renderer runs in this process
public sealed class SetupCommandTests : IDisposable
{
    private const string Nowhere = "http://127.0.0.1:1";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Setup_WithFourAnswers_WritesThemAndSaysWhatTheMachineIsGoodFor()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Models:Folder", PocketModel.Models);

        var said = await RunAsync($"{grid.Address}\nAda\n2\n40 6000\n", "--device", "cpu");

        Assert.StartsWith("0 ", said, StringComparison.Ordinal);
        Assert.Equal(
            $"device = cpu\ncoordinator = {grid.Address}\ncontributor = Ada\nidle-after = 5m\nschedule = daily 22:00-7:00\ndisk-limit = 40\nmemory-limit = 6000\n", Written);
        Assert.Contains("answers, version 0.1.0: 1 model.", said, StringComparison.Ordinal);
        Assert.Matches(@"The grid sends [\d.]+ MB a second", said);
        Assert.Matches(@"Pocket, 128x128 in \d+ steps: [\d.]+ s a picture \(median of 1\)", said);
        Assert.Matches(@"Pocket +\d+ MB  fits, is here, about [\d.]+ s a picture", said);
    }

    [Fact]
    public async Task Setup_WithWrongAnswers_ExplainsAndAsksAgain()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);

        var said = await RunAsync($"ftp://grid\nhttp://grid.example\n{grid.Address}\n-x\nlg_wrong\n-\nnights\nmon-fri 22:00-7:00\nmuch\n0\n");

        Assert.Contains("\"ftp://grid\" is not an address", said, StringComparison.Ordinal);
        Assert.Contains("\"http://grid.example\" is plain http", said, StringComparison.Ordinal);
        Assert.Contains("\"-x\" is not a name", said, StringComparison.Ordinal);
        Assert.Contains("The grid does not take this key", said, StringComparison.Ordinal);
        Assert.Contains("\"nights\" is neither 1, 2 nor 3", said, StringComparison.Ordinal);
        Assert.Contains("\"much\" is not one or two numbers", said, StringComparison.Ordinal);
        Assert.Equal($"coordinator = {grid.Address}\nidle-after = 5m\nschedule = mon-fri 22:00-7:00\n", Written);
    }

    [Fact]
    public async Task Setup_WithAKeyOfTheGrid_SaysWhoGetsTheCredit()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var made = await new Accounts.AccountsClient(grid.Channel()).CreateAsync(new() { Name = "Ada" });

        var said = await RunAsync($"{grid.Address}\n{grid.OperatorKey}\n{made.Key}\n");

        Assert.Contains("This key's role is operator; a person's is wanted.", said, StringComparison.Ordinal);
        Assert.Contains("Credit goes to Ada.", said, StringComparison.Ordinal);
        Assert.Contains($"key = {made.Key}\n", Written, StringComparison.Ordinal);
    }

    /// <summary>The person confirms the code that stands on the screen while setup waits.</summary>
    [Fact]
    public async Task Setup_ByACode_JoinsAsWhoeverConfirmsIt()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Linking:Page", "https://pictures.example.org/link");
        var made = await new Accounts.AccountsClient(grid.Channel()).CreateAsync(new() { Name = "Ada" });
        await using var output = new StringWriter();
        await using var shared = TextWriter.Synchronized(output);
        var setup = RunAsync(shared, output, $"{grid.Address}\ncode\n", "--name", "lark");

        var code = await ShownAsync(() => Read(shared, output), setup);
        var links = new Links.LinksClient(grid.Channel(made.Key));
        Assert.Equal("lark", (await links.FindAsync(new() { Code = code })).MachineName);
        await links.AnswerAsync(new() { Code = code, Accepted = true });
        var said = await setup.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Contains("Open https://pictures.example.org/link, sign in, and type", said, StringComparison.Ordinal);
        Assert.Contains("Credit goes to Ada.", said, StringComparison.Ordinal);
        Assert.Matches("key = lg_", Written);
    }

    [Fact]
    public async Task Setup_DoneAgain_OffersWhatHoldsAndKeepsWhatPeopleWrote()
    {
        SettingsFile.Write(_folder.Path, "# my machine\nmax-power = 150\ncontributor = Ada\nschedule = daily 1:00-6:00\ndisk-limit = 9\n");

        var said = await RunAsync($"\n\n\n\n\n", "--coordinator", Nowhere);

        Assert.Contains("[Ada]", said, StringComparison.Ordinal);
        Assert.Contains("[daily 1:00-6:00]", said, StringComparison.Ordinal);
        Assert.Contains("[9 0]", said, StringComparison.Ordinal);
        Assert.Equal($"# my machine\nmax-power = 150\ncontributor = Ada\nschedule = daily 1:00-6:00\ndisk-limit = 9\ncoordinator = {Nowhere}\nidle-after = 5m\n", Written);
    }

    [Fact]
    public async Task Setup_Unattended_AsksNothingAndBearsAGridThatIsAway()
    {
        var said = await RunAsync("never read\n", "--yes", "--coordinator", Nowhere, "--contributor", "Ada", "--name", "lark", "--max-power", "200");

        Assert.StartsWith("0 ", said, StringComparison.Ordinal);
        Assert.Contains($"NOTE  {Nowhere}/ cannot be asked: Nothing answers at its address", said, StringComparison.Ordinal);
        Assert.Contains("Not measured", said, StringComparison.Ordinal);
        Assert.Equal(["contributor = Ada", "coordinator = http://127.0.0.1:1", "idle-after = 5m", "max-power = 200", "name = lark", "schedule = always"], Written.TrimEnd().Split('\n').Order());
    }

    [Theory, InlineData("--coordinator", "grid"), InlineData("--coordinator", "http://grid.example"), InlineData("--contributor", "a/b"), InlineData("--schedule", "nights")]
    public async Task Setup_UnattendedWithABadValue_WritesNothingAndExitsWithTwo(string option, string value)
    {
        var said = await RunAsync("", "--yes", option, value);

        Assert.StartsWith("2 ", said, StringComparison.Ordinal);
        Assert.Contains(value, said, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder[SettingsFile.Name]));
    }

    [Fact]
    public async Task Setup_WithABadValueThatIsNotAsked_NamesItsLine() =>
        Assert.Matches("^2 (.|\n)*worker.conf, line 2: device: \"gpu\" is not one of", await RunAsync("", "--yes", "--coordinator", Nowhere, "--device", "gpu"));

    [Fact]
    public async Task Setup_WhereTheGridsModelDoesNotFit_SaysWhatItLacks()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Models:Folder", PocketModel.Models);

        var said = await RunAsync("", "--yes", "--coordinator", grid.Address, "--device", "cpu", "--memory-limit", "1");

        Assert.Contains("Not measured: the grid offers no model that fits this machine.", said, StringComparison.Ordinal);
        Assert.Matches(@"Pocket +\d+ MB  too large: it needs [\d,]+ MiB of memory, and there are 1", said);
    }

    public void Dispose() => _folder.Dispose();

    private string Written => File.ReadAllText(_folder[SettingsFile.Name]);

    /// <summary>The exit code and what the program prints, both streams.</summary>
    private async Task<string> RunAsync(string answers, params string[] args)
    {
        await using var output = new StringWriter();
        return await RunAsync(output, output, answers, args);
    }

    /// <summary>Waits for the code on the screen; fails when setup ends before.</summary>
    private static async Task<string> ShownAsync(Func<string> said, Task setup)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (true)
        {
            if (Regex.Match(said(), @"type (\w{4}-\w{4}) there") is { Success: true } match)
                return match.Groups[1].Value;
            Assert.False(setup.IsCompleted, said());
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>What was written so far; the synchronized writer locks itself for each write.</summary>
    private static string Read(TextWriter shared, StringWriter output)
    {
        lock (shared)
            return output.ToString();
    }

    private async Task<string> RunAsync(TextWriter writer, StringWriter output, string answers, params string[] args)
    {
        var command = new RootCommand { new SetupCommand(new() { RenderFor = TimeSpan.Zero, DownloadFor = TimeSpan.FromMinutes(1) }, new StringReader(answers), writer, writer).Build() };
        var code = await command.Parse(["setup", "--data", _folder.Path, .. args]).InvokeAsync();
        return $"{code} {output.ToString().ReplaceLineEndings("\n")}";
    }
}
