using LaionGrid.Worker.Service;

namespace LaionGrid.Worker.Tests.Service;

public sealed class ServiceSetupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakePrograms _programs = new();
    private readonly StringWriter _said = new();

    [Fact]
    public async Task Install_Twice_WritesOnceAndStartsIt()
    {
        Assert.Equal(0, await Setup.InstallAsync(Plan, default));
        Assert.Equal(0, await Setup.InstallAsync(Plan, default));

        Assert.Equal("text", await File.ReadAllTextAsync(Plan.Path));
        Assert.Equal(["make user", "enable", "make user", "enable"], _programs.Ran);
        Assert.Contains($"Written: {Plan.Path}", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Already there: {Plan.Path}", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("To see what it does: look", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OverAnOlderFile_ReplacesIt()
    {
        await Setup.InstallAsync(Plan with { Text = "old" }, default);

        await Setup.InstallAsync(Plan, default);

        Assert.Equal("text", await File.ReadAllTextAsync(Plan.Path));
    }

    [Fact]
    public async Task Install_WhenItsUserCannotBeMade_WritesNothing()
    {
        _programs.Fails = "make";

        Assert.Equal(1, await Setup.InstallAsync(Plan, default));
        Assert.False(File.Exists(Plan.Path));
    }

    [Fact]
    public async Task Install_WhenTheSystemDoesNotStartIt_SaysWhatTheSystemSaid()
    {
        _programs.Fails = "enable";

        Assert.Equal(1, await Setup.InstallAsync(Plan, default));
        Assert.Contains("enable: no bus", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_WithoutThatSystem_SaysSo()
    {
        _programs.Missing = "enable";

        Assert.Equal(1, await Setup.InstallAsync(Plan, default));
        Assert.Contains("enable is not installed", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uninstall_StopsItAndDeletesTheFile_AndAgainFindsNothing()
    {
        await Setup.InstallAsync(Plan, default);
        _programs.Ran.Clear();

        Assert.Equal(0, await Setup.UninstallAsync(Plan, default));
        Assert.Equal(0, await Setup.UninstallAsync(Plan, default));

        Assert.Equal(["disable", "forget"], _programs.Ran);
        Assert.False(File.Exists(Plan.Path));
    }

    [Fact]
    public async Task Status_SaysWhetherItIsInstalledCurrentAndRunning()
    {
        Assert.Equal(1, await Setup.StatusAsync(Plan, default));
        await Setup.InstallAsync(Plan with { Text = "old" }, default);

        Assert.Equal(0, await Setup.StatusAsync(Plan, default));

        Assert.Contains("install it again", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("ask: fine", _said.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _said.Dispose();
        _folder.Dispose();
    }

    private ServiceSetup Setup => new(_programs, _said, _said);

    private ServicePlan Plan => new(_folder[Path.Combine("units", "worker.service")], "text")
    {
        Before = [new("make", "user")],
        Enable = [new("enable")],
        Disable = [new("disable")],
        Forget = [new("forget")],
        Ask = new("ask"),
        Logs = "look",
    };

    private sealed class FakePrograms : IPrograms
    {
        public List<string> Ran { get; } = [];

        public string Fails { get; set; } = "";

        public string Missing { get; set; } = "";

        public Task<(int ExitCode, string Said)?> RunAsync(Invocation invocation, CancellationToken cancellationToken)
        {
            Ran.Add(invocation.ToString());
            (int, string)? answer = invocation.Program == Missing ? null : invocation.Program == Fails ? (1, "no bus") : (0, "fine");
            return Task.FromResult(answer);
        }
    }
}
