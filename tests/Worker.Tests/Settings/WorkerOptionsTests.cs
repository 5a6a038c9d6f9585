using System.CommandLine;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Settings;
using LaionGrid.Worker.Tests.Local;

namespace LaionGrid.Worker.Tests.Settings;

[Collection(ConsoleUsers.Name)] // the environment is the process's, too
public sealed class WorkerOptionsTests : IDisposable
{
    private const string Variable = "LAIONGRID_DISK_LIMIT";
    private const long GiB = 1L << 30;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Setting_GivenInSeveralPlaces_IsThatOfTheNearest()
    {
        Write("disk-limit = 3\nidle-after = 7m\n");
        Environment.SetEnvironmentVariable(Variable, "2");

        var (byAll, byTwo) = (await ReadAsync("--disk-limit", "1"), await ReadAsync());
        Environment.SetEnvironmentVariable(Variable, null);
        var byFile = await ReadAsync();
        Write("");

        Assert.Equal((GiB, 2 * GiB, 3 * GiB, null), (byAll.DiskLimit, byTwo.DiskLimit, byFile.DiskLimit, (await ReadAsync()).DiskLimit));
        Assert.Equal((TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(5)), (byFile.Rules.IdleAfter, (await ReadAsync()).Rules.IdleAfter));
    }

    [Fact]
    public async Task File_MayHoldEverySetting()
    {
        Write("""
            coordinator = https://grid.example
            name = lark
            contributor = Ada
            device = cpu
            disk-limit = 7.5
            memory-limit = 4096
            no-checks = yes
            allow-plain-http = no
            referee = false
            max-power = 200
            key = lg_secret
            """);

        var settings = await ReadAsync();

        Assert.Equal(("https://grid.example/", "lark", "Ada", "lg_secret"), (settings.Coordinator.ToString(), settings.Name, settings.Contributor, settings.JoiningKey));
        Assert.Equal((false, false, 4096, 200), (settings.TakesChecks, settings.IsReferee, settings.Device.MemoryLimitMiB, settings.Rules.MaxWatts));
        Assert.EndsWith("worker.conf, line 11: key", settings.JoiningKeyFrom, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max-power = lots", "worker.conf, line 2: max-power: \"lots\" is not a whole number"), InlineData("device = gpu", "worker.conf, line 2: device: \"gpu\" is not one of")]
    [InlineData("no-checks = maybe", "worker.conf, line 2: no-checks: \"maybe\" is not yes or no."), InlineData("coordinator = grid", "worker.conf, line 2: coordinator: \"grid\" is not an address")]
    [InlineData("name = -x", "worker.conf, line 2: name \"-x\" is not a name"), InlineData("data = /tmp", "worker.conf, line 2: data is no setting."), InlineData("disk-limit = 0", "line 2: disk-limit: \"0\"")]
    public async Task File_WithABadValue_IsNamedByLineAndName(string line, string says)
    {
        Write($"# mine\n{line}\n");

        Assert.Contains(says, await FailAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://grid.example", false), InlineData("http://192.168.1.7:5081", false), InlineData("https://grid.example", true), InlineData("http://localhost:5081", true)]
    [InlineData("http://127.8.8.8:1", true), InlineData("http://[::1]:5081", true)]
    public async Task PlainHttp_IsForThisMachineAlone(string address, bool isTaken)
    {
        if (isTaken)
            Assert.Equal(new(address), (await ReadAsync("--coordinator", address)).Coordinator);
        else
            Assert.Contains("--allow-plain-http", await FailAsync("--coordinator", address), StringComparison.Ordinal);
        Assert.Equal(new(address), (await ReadAsync("--coordinator", address, "--allow-plain-http")).Coordinator);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _folder.Dispose();
    }

    private async Task<WorkerSettings> ReadAsync(params string[] args)
    {
        var (settings, problem) = await TryAsync(args);
        return settings ?? throw new InvalidOperationException(problem);
    }

    private async Task<string> FailAsync(params string[] args)
    {
        var (settings, problem) = await TryAsync(args);
        Assert.Null(settings);
        return problem!;
    }

    private Task<(WorkerSettings? Settings, string? Problem)> TryAsync(string[] args)
    {
        var (options, command) = (new WorkerOptions(), new RootCommand());
        options.AddTo(command);
        return options.ReadAsync(command.Parse(["--data", _folder.Path, .. args]), default);
    }

    private void Write(string text) => SettingsFile.Write(_folder.Path, text);
}
