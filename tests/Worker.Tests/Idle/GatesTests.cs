using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Tests.Idle;

/// <summary>What counts for one device, and what for all.</summary>
public sealed class GatesTests : IDisposable
{
    private static readonly CardState Cool = new("one card", 8192, 8000, 50, 40, 0) { Id = "GPU-0" };
    private static readonly CardState Hot = new("other card", 8192, 100, 90, 350, 99) { Id = "GPU-1", OtherPrograms = ["doom"] };
    private static readonly MachineState Machine = new() { Cards = [Cool, Hot], Heat = new("other card", 90), ProcessorHeat = new("k10temp", 60), Power = new("other card", 350), OtherPrograms = ["doom"] };

    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly ManualTime _time = new();

    public GatesTests() => _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Card_ThatIsHotOrPlayedOn_ClosesItsOwnDeviceAlone()
    {
        var gates = Make(new() { MaxWatts = 200 });

        gates.Turn(Machine);

        Assert.True(gates.Find("cuda:0")!.Decision.IsOpen);
        Assert.Equal([PauseKind.OtherPrograms, PauseKind.Heat, PauseKind.Power], gates.Find("cuda:1")!.Decision.Reasons.Select(reason => reason.Kind));
        Assert.Equal(("open", Cool, Hot, null), (StatusReport.Of(gates).State, Reading(gates, 0).Card, Reading(gates, 1).Card, Reading(gates, 2).Card));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Owner_AtTheMachine_ClosesEachDevice(int device)
    {
        var gates = Make(new());

        gates.Turn(Machine with { HasDisplay = true, InputIdle = TimeSpan.Zero });

        Assert.True(gates.All[device].Decision.Has(PauseKind.InUse));
    }

    [Fact]
    public void Processor_ThatIsHot_ClosesEachDevice()
    {
        var gates = Make(new());

        gates.Turn(new() { Cards = [Cool, Cool with { Id = "GPU-1" }], ProcessorHeat = new("k10temp", 95) });

        Assert.All(gates.All, gate => Assert.True(gate.Decision.Has(PauseKind.Heat)));
    }

    [Fact]
    public void Rules_OfOneDevice_CountForItAlone()
    {
        var gates = Make(new() { OfDevices = new Dictionary<string, OwnerRules> { ["cuda:1"] = new() { DuringGames = true, MaxCelsius = 95 } } });

        gates.Turn(Machine);

        Assert.True(gates.Find("cuda:1")!.Decision.IsOpen);
    }

    [Fact]
    public void Spare_IsClosed_UntilEachOtherDeviceIsSetAside()
    {
        var gates = Make(new());
        gates.Turn(new());
        var opened = new List<bool>();

        foreach (var label in new[] { "cuda:0", "cuda:1" })
        {
            gates.Find(label)!.SetAside(new("It does not do.", _time.GetUtcNow().AddHours(1)));
            gates.Turn(new());
            opened.Add(gates.Find("cpu")!.Decision.IsOpen);
        }
        _time.Advance(TimeSpan.FromHours(1));
        gates.Turn(new());

        Assert.Equal([false, true], opened);
        Assert.Equal(["open", "open", "spare"], StatusReport.Of(gates).Devices.Select(device => device.State));
    }

    [Fact]
    public void Pause_OfOneDevice_OutlivesTheProgram_AndTheResumeOfTheMachine()
    {
        Make(new()).Find("cuda:1")!.Ask(new(WishKind.Pause));
        var gates = Make(new());

        gates.Ask(new(WishKind.Pause));
        gates.Turn(new());
        Assert.All(gates.All, gate => Assert.True(gate.Decision.Has(PauseKind.Asked)));
        gates.Ask(OwnerWish.None);

        Assert.Equal((true, false), (gates.Find("cuda:0")!.Decision.IsOpen, gates.Find("cuda:1")!.Decision.IsOpen));
    }

    [Fact]
    public void Device_SetAside_IsNotTriedAgainBecauseItIsPaused()
    {
        var gate = Make(new()).Find("cuda:0")!;
        gate.SetAside(new("It does not do.", _time.GetUtcNow().AddHours(1)));

        gate.Ask(new(WishKind.Pause));
        Assert.True(gate.Decision.Has(PauseKind.SetAside));
        gate.Ask(OwnerWish.None);

        Assert.Null(gate.Aside);
    }

    [Theory]
    [InlineData("Pause", null, "Finish", null, "Pause", null), InlineData("None", null, "Finish", null, "Finish", null), InlineData("None", null, "None", null, "None", null)]
    [InlineData("Pause", 1, "Pause", 2, "Pause", 2), InlineData("Pause", 1, "Pause", null, "Pause", null), InlineData("Pause", 1, "Finish", 2, "Pause", 1)]
    public void Wishes_OfMachineAndDevice_AddUpEitherWay(string one, int? oneHours, string other, int? otherHours, string both, int? bothHours)
    {
        var (first, second, expected) = (Wish(one, oneHours), Wish(other, otherHours), Wish(both, bothHours));

        Assert.Equal((expected, expected), (first.And(second), second.And(first)));
    }

    private OwnerWish Wish(string kind, int? hours) => new(Enum.Parse<WishKind>(kind), hours is { } count ? _time.GetUtcNow().AddHours(count) : null);

    private static DeviceReading Reading(Gates gates, int device) => StatusReport.Of(gates).Devices[device];

    private Gates Make(OwnerRules rules) =>
        new([new("cuda:0", CardSight.One, "GPU-0"), new("cuda:1", CardSight.One, "GPU-1"), new("cpu", CardSight.None, IsSpare: true)], rules, _data, _time);
}
