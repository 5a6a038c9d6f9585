using LaionGrid.Worker.Doctor;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Worker.Tests.Doctor;

public sealed class ExamTests
{
    [Theory]
    [InlineData(true, null, "bad"), InlineData(true, 0.0, "good"), InlineData(false, null, "good")]
    public async Task Input_IsBadOnlyWhereSomebodyMayBeThereAndNothingTells(bool hasDisplay, double? idleSeconds, string grade)
    {
        var machine = new MachineState { HasDisplay = hasDisplay, InputIdle = idleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, FreeDiskMiB = 9000, FreeMemoryMiB = 9000 };

        Assert.Equal(grade, (await LookAsync(machine, new()))["input"].Grade.ToString(), ignoreCase: true);
    }

    [Fact]
    public async Task Input_WhenTheRulesDoNotAskForIt_IsGood() =>
        Assert.Equal(Grade.Good, (await LookAsync(new() { HasDisplay = true }, new() { IdleAfter = TimeSpan.Zero }))["input"].Grade);

    [Theory]
    [InlineData(1023, nameof(Grade.Bad)), InlineData(1024, nameof(Grade.Note)), InlineData(5119, nameof(Grade.Note)), InlineData(5120, nameof(Grade.Good)), InlineData(null, nameof(Grade.Note))]
    public async Task Disk_IsJudgedByTheOwnersRule(int? free, string grade) => Assert.Equal(grade, (await LookAsync(new() { FreeDiskMiB = free }, new()))["disk"].Grade.ToString());

    [Theory, InlineData(511, nameof(Grade.Bad)), InlineData(512, nameof(Grade.Good)), InlineData(null, nameof(Grade.Note))]
    public async Task Memory_IsJudgedByTheOwnersRule(int? free, string grade) => Assert.Equal(grade, (await LookAsync(new() { FreeMemoryMiB = free }, new()))["memory"].Grade.ToString());

    [Theory, InlineData(2, nameof(Grade.Good)), InlineData(3600, nameof(Grade.Note))]
    public async Task Clock_AnHourOff_IsNamed(int seconds, string grade)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new ShiftedTime(TimeSpan.FromSeconds(seconds))).AddUplink(new(grid.Address)).BuildServiceProvider();
        using var folder = new TemporaryFolder();

        var findings = await new GridExam(new() { Coordinator = new(grid.Address), DataFolder = folder.Path }, services.GetRequiredService<GridVisitGrpc>()).RunAsync(default);

        var clock = findings.Single(finding => finding.About == "clock");
        Assert.Equal(grade, clock.Grade.ToString());
        if (clock.Grade == Grade.Note)
            Assert.Matches(@"0\.(00:59:5\d|01:00:0\d) ahead of the grid's", clock.Says);
    }

    [Fact]
    public void Cuda_ThatIsMissing_IsNamedWithWhatNeedsIt() => Assert.All(
        new CudaLibraries(_ => null).Look(), finding => Assert.Contains("is not installed: the system does not find lib", finding.Says, StringComparison.Ordinal));

    private static async Task<Dictionary<string, Finding>> LookAsync(MachineState machine, OwnerRules rules) =>
        (await MachineExam.RunAsync([new StillMachine(machine)], rules, default)).ToDictionary(finding => finding.About);

    private sealed class StillMachine(MachineState machine) : IProbe
    {
        public TimeSpan Every => TimeSpan.Zero;

        public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken) => new(machine);
    }
}
