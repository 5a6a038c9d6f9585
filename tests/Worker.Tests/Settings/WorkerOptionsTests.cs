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
        Assert.Equal((false, false, 4096, 200), (settings.TakesChecks, settings.IsReferee, settings.Devices[0].MemoryLimitMiB, settings.Rules.MaxWatts));
        Assert.EndsWith("worker.conf, line 11: key", settings.JoiningKeyFrom, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_WithARuleOfOneDevice_CountsForItAlone()
    {
        Write("max-temperature = 80\nmax-temperature.cuda:1 = 70\nidle-after.cuda:1 = 0\non-battery = yes\n");

        var rules = (await ReadAsync()).Rules;

        Assert.Equal((80, TimeSpan.FromMinutes(5), true), (rules.For("cuda:0").MaxCelsius, rules.For("cuda:0").IdleAfter, rules.For("cuda:0").OnBattery));
        Assert.Equal((70, TimeSpan.Zero, true), (rules.For("cuda:1").MaxCelsius, rules.For("cuda:1").IdleAfter, rules.For("cuda:1").OnBattery));
    }

    [Theory]
    [InlineData("max-power.cuda:0 = lots", "line 2: max-power.cuda:0: \"lots\" is not"), InlineData("max-power. = 1", "line 2: max-power. is no setting."), InlineData("name.cuda:0 = lark", "line 2: name.cuda:0 is no setting.")]
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
