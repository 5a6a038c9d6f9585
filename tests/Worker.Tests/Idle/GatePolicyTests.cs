using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Tests.Idle;

public sealed class GatePolicyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.FromHours(2));
    private static readonly OwnerRules Rules = new() { MaxWatts = 200 };
    private static readonly MachineState Quiet = new() { HasDisplay = true, InputIdle = TimeSpan.FromHours(1) };

    public static TheoryData<string, string> Machines => new()
    {
        { "quiet", "" }, { "touched", nameof(PauseKind.InUse) }, { "unknown", nameof(PauseKind.InputUnknown) }, { "server", "" }, { "film", nameof(PauseKind.Showing) }, { "game", nameof(PauseKind.OtherPrograms) },
        { "battery", nameof(PauseKind.Battery) }, { "metered", nameof(PauseKind.Metered) }, { "hot", nameof(PauseKind.Heat) }, { "power", nameof(PauseKind.Power) }, { "disk", nameof(PauseKind.Disk) }, { "memory", nameof(PauseKind.Memory) },
    };

    [Theory, MemberData(nameof(Machines))]
    public void Decide_ForOneThing_PausesForItAloneAndSaysSo(string name, string kind)
    {
        var decision = Decide(MachineOf(name));

        Assert.Equal(kind, string.Join(' ', decision.Reasons.Select(reason => reason.Kind)));
        Assert.All(decision.Reasons, reason => Assert.EndsWith(".", reason.Text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Machines))]
    public void Decide_WhenTheOwnerWantsItAlways_IsOpenWhateverTheMachine(string name, string kind) =>
        Assert.True(Decide(MachineOf(name), rules: Rules with { Always = true }).IsOpen, kind);

    [Fact]
    public void Decide_WithSeveralReasons_TellsAll()
    {
        var decision = Decide(Quiet with { InputIdle = TimeSpan.Zero, IsOnBattery = true, OtherPrograms = ["doom", "quake"] });

        Assert.Equal([PauseKind.InUse, PauseKind.OtherPrograms, PauseKind.Battery], decision.Reasons.Select(reason => reason.Kind));
        Assert.Contains("doom, quake", decision.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("touched"), InlineData("unknown"), InlineData("film"), InlineData("game"), InlineData("battery"), InlineData("metered"), InlineData("hot"), InlineData("power")]
    public void Decide_WhenItsRuleIsOff_IsOpen(string name) => Assert.True(Decide(MachineOf(name), rules: new()
    {
        IdleAfter = TimeSpan.Zero, DuringGames = true, OnBattery = true, OnMetered = true, MaxCelsius = 0, MaxWatts = 0,
    }).IsOpen);

    [Theory, InlineData(84.9, false), InlineData(85, false), InlineData(85.1, true)]
    public void Heat_WhenOpen_PausesAboveTheLimit(double celsius, bool pauses) => Assert.Equal(pauses, !Decide(Hot(celsius)).IsOpen);

    [Theory, InlineData(80, true), InlineData(75.1, true), InlineData(75, false)]
    public void Heat_WhenPaused_HoldsUntilItIsTenBelow(double celsius, bool pauses)
    {
        var later = Noon.AddMinutes(5);

        Assert.Equal(pauses, !GatePolicy.Decide(Hot(celsius), later, Rules, OwnerWish.None, Decide(Hot(90))).IsOpen);
    }

    /// <summary>Whatever the temperature does: once paused, work begins again only after it was ten below, and never within a minute of the last time it was too hot.</summary>
    [Fact]
    public void Heat_HoweverItRunsUpAndDown_DoesNotFlap() => Prop.ForAll(Gen.Choose(60, 100).ListOf(120).ToArbitrary(), temperatures =>
    {
        var (decision, now, lastHot) = (Decision.Open, Noon, DateTimeOffset.MinValue);
        foreach (var celsius in temperatures)
        {
            now += TimeSpan.FromSeconds(10);
            var before = decision;
            decision = GatePolicy.Decide(Hot(celsius), now, Rules, OwnerWish.None, before);
            if (decision.IsOpen && !before.IsOpen && (celsius > 75 || now - lastHot < TimeSpan.FromMinutes(1)))
                return false;
            if (decision.IsOpen && celsius > 85)
                return false;
            if (celsius > (before.IsOpen ? 85 : 75))
                lastHot = now;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    /// <summary>A program that uses the card in turns with its own thinking pauses us once, not at each turn.</summary>
    [Fact]
    public void OtherPrograms_ThatComeAndGo_PauseOnce()
    {
        var (decision, openings) = (Decision.Open, 0);
        for (var second = 0; second <= 130; second++)
        {
            var before = decision;
            decision = GatePolicy.Decide(second is < 100 && second % 20 < 5 ? MachineOf("game") : Quiet, Noon.AddSeconds(second), Rules, OwnerWish.None, before);
            openings += decision.IsOpen && !before.IsOpen ? 1 : 0;
        }

        Assert.Equal((1, true), (openings, decision.IsOpen));
    }

    /// <summary>What is worse never opens: each thing that pauses by itself still pauses beside any other.</summary>
    [Fact]
    public void Decide_WithMoreAgainstIt_StaysClosed()
    {
        var names = Machines.Select(row => (string)row[0]).Where(name => MachineOf(name) != Quiet && name != "server").ToArray();
        Prop.ForAll(Gen.SubListOf(names).Where(some => some.Count > 0).ToArbitrary(), some =>
        {
            var machine = some.Aggregate(Quiet, Worsen);
            return some.Where(name => name is not ("unknown" or "touched")).All(name => Decide(machine).Has(Decide(MachineOf(name)).Reasons[0].Kind));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Wish_Pause_EndsWhenItsTimeIsOverToTheSecond()
    {
        var wish = new OwnerWish(WishKind.Pause, Noon.AddHours(2));

        Assert.True(Decide(Quiet, wish, at: Noon.AddHours(2).AddSeconds(-1)).Has(PauseKind.Asked));
        Assert.True(Decide(Quiet, wish, at: Noon.AddHours(2)).IsOpen);
    }

    [Fact]
    public void Wish_Pause_StandsAboveAlways() => Assert.True(Decide(Quiet, new(WishKind.Pause), Rules with { Always = true }).Has(PauseKind.Asked));

    [Fact]
    public void Wish_Finish_LetsTheRenderGoOn_ButNothingElse()
    {
        var wish = new OwnerWish(WishKind.Finish);

        Assert.Equal((false, true), (Decide(Quiet, wish).IsOpen, Decide(Quiet, wish).MayFinish));
        Assert.False(Decide(MachineOf("touched"), wish).MayFinish);
    }

    [Fact]
    public void Decide_WhenTheClockWasSetBack_DoesNotHoldOnForHours()
    {
        var before = Decide(MachineOf("game"));

        Assert.True(GatePolicy.Decide(Quiet, Noon.AddHours(-5), Rules, OwnerWish.None, before).IsOpen);
    }

    private static Decision Decide(MachineState machine, OwnerWish? wish = null, OwnerRules? rules = null, DateTimeOffset? at = null) =>
        GatePolicy.Decide(machine, at ?? Noon, rules ?? Rules, wish ?? OwnerWish.None, Decision.Open);

    private static MachineState Hot(double celsius) => Quiet with { Heat = new("k10temp", celsius) };

    private static MachineState MachineOf(string name) => Worsen(Quiet, name);

    private static MachineState Worsen(MachineState machine, string name) => name switch
    {
        "quiet" => machine,
        "touched" => machine with { InputIdle = TimeSpan.FromSeconds(299) },
        "unknown" => machine with { InputIdle = null },
        "server" => machine with { InputIdle = null, HasDisplay = false },
        "film" => machine with { IsShowing = true },
        "game" => machine with { OtherPrograms = ["doom"] },
        "battery" => machine with { IsOnBattery = true },
        "metered" => machine with { IsMetered = true },
        "hot" => machine with { Heat = new("k10temp", 90) },
        "power" => machine with { Power = new("card", 201) },
        "disk" => machine with { FreeDiskMiB = 1000 },
        "memory" => machine with { FreeMemoryMiB = 500 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such machine."),
    };
}
