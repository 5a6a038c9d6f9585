using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Tests.Idle;

public sealed class GateTests : IDisposable
{
    private static readonly MachineState Nobody = new();
    private static readonly MachineState Touched = new() { HasDisplay = true, InputIdle = TimeSpan.Zero };

    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public GateTests() => _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Gate_BeforeTheMachineWasLookedAt_IsClosed() => Assert.False(MakeGate(new ManualTime()).EnterAsync(default).IsCompleted);

    [Fact]
    public async Task Passage_WhenTheOwnerReturns_HearsItBeforeTurnReturns()
    {
        var (gate, left) = (MakeGate(new ManualTime()), 0);
        gate.Turn(Nobody);
        var passage = await gate.EnterAsync(default);
        gate.MustGo += () => left += passage.MustGo.IsCancellationRequested ? 1 : 100; // the word first: what ends then is known to have been ended

        gate.Turn(Touched);

        Assert.Equal((true, true, 1), (passage.TakesNoMore.IsCancellationRequested, passage.MustGo.IsCancellationRequested, left));
        Assert.False(gate.EnterAsync(default).IsCompleted);
    }

    /// <summary>Somebody may go through again before all have heard that the gate was closed.</summary>
    [Fact]
    public async Task Passage_ThatBeginsWhileTheGateCloses_IsLeftAlone()
    {
        var (gate, left, again) = (MakeGate(new ManualTime()), 0, Task.FromResult(new Passage()));
        gate.MustGo += () => left++;
        gate.Turn(Nobody);
        var passage = await gate.EnterAsync(default);
        using var reopening = passage.TakesNoMore.Token.Register(() =>
        {
            gate.Turn(Nobody);
            again = gate.EnterAsync(default);
        });

        gate.Turn(Touched);

        Assert.Equal((true, 0, false), (again.IsCompleted, left, (await again).MustGo.IsCancellationRequested));
    }

    [Fact]
    public async Task Gate_WhenTheMachineIsFreeAgain_LetsInWhoeverWaits()
    {
        var gate = MakeGate(new ManualTime());
        gate.Turn(Touched);
        var waiting = gate.EnterAsync(default);

        gate.Turn(Nobody);

        Assert.False((await waiting.WaitAsync(TimeSpan.FromSeconds(60))).TakesNoMore.IsCancellationRequested);
    }

    [Fact]
    public async Task Finish_ThenTheOwnerReturns_StillEndsWhatIsUnderWay()
    {
        var gate = MakeGate(new ManualTime());
        gate.Turn(Nobody);
        var passage = await gate.EnterAsync(default);

        gate.Ask(new(WishKind.Finish));
        Assert.Equal((true, false), (passage.TakesNoMore.IsCancellationRequested, passage.MustGo.IsCancellationRequested));
        gate.Turn(Touched);

        Assert.True(passage.MustGo.IsCancellationRequested);
    }

    [Fact]
    public void Pause_OutlivesTheProgram_AndEndsWithItsTime()
    {
        var time = new ManualTime();
        MakeGate(time).Ask(new(WishKind.Pause, time.GetUtcNow().AddHours(2)));
        var gate = MakeGate(time);

        gate.Turn(Nobody);
        Assert.True(gate.Decision.Has(PauseKind.Asked));
        time.Advance(TimeSpan.FromHours(2));
        gate.Turn(Nobody);

        Assert.True(gate.Decision.IsOpen);
    }

    [Fact]
    public void Wish_WhenItsFileIsBroken_CountsAsPause()
    {
        File.WriteAllText(_data.PathOf("wish.json"), "{");
        var gate = MakeGate(new ManualTime());

        gate.Turn(Nobody);

        Assert.True(gate.Decision.Has(PauseKind.Asked));
    }

    /// <summary>A week with a change of clocks in it, minute by minute: the gate is open when the clock on the wall says so, and at no other minute.</summary>
    [Theory, InlineData("2026-03-26"), InlineData("2026-10-22"), InlineData("2026-06-04")]
    public void Week_OfATurnedClock_FollowsTheHoursToTheMinute(string from)
    {
        var time = new ManualTime(new(DateTime.Parse(from, null), TimeSpan.Zero), CentralEurope());
        var gate = MakeGate(time, new() { Schedule = Schedule.Parse("mon-fri 22:00-6:30, sun 2:15-3:30")! });
        for (var minute = 0; minute < Schedule.MinutesOfWeek; minute++)
        {
            gate.Turn(Nobody);
            Assert.True(IsOpenAt(WallClock(time.GetUtcNow())) == gate.Decision.IsOpen, $"{time.GetLocalNow()}: {gate.Decision}");
            time.Advance(TimeSpan.FromMinutes(1));
        }

        static bool IsOpenAt(DateTime wall)
        {
            var (minute, day, before) = ((wall.Hour * 60) + wall.Minute, wall.DayOfWeek, wall.AddDays(-1).DayOfWeek);
            return (IsWeekday(day) && minute >= 22 * 60) || (IsWeekday(before) && minute < (6 * 60) + 30) || (day == DayOfWeek.Sunday && minute is >= 135 and < 210);
        }

        static bool IsWeekday(DayOfWeek day) => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    /// <summary>Reckoned apart from the system's zones: in 2026 summer lasts there from 29 March to 25 October, each at one o'clock UTC.</summary>
    private static DateTime WallClock(DateTimeOffset now)
    {
        var utc = now.UtcDateTime;
        return utc.AddHours(utc >= new DateTime(2026, 3, 29, 1, 0, 0) && utc < new DateTime(2026, 10, 25, 1, 0, 0) ? 2 : 1);
    }

    private static TimeZoneInfo CentralEurope()
    {
        var spring = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var autumn = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), spring, autumn);
        return TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "test", [summer]);
    }

    private Gate MakeGate(TimeProvider time) => MakeGate(time, new());

    private Gate MakeGate(TimeProvider time, OwnerRules rules) => new(new("cpu"), rules, new(_data), new(_data, "wish.cpu.json"), time);
}
