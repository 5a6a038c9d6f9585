using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Cards;

namespace LaionGrid.Worker.Tests.Idle;

public sealed class CardProbeTests
{
    private const int Ours = 7;

    [Theory]
    [InlineData(1, true, 0, "train"), InlineData(2, false, 90, "doom"), InlineData(3, false, 24, ""), InlineData(3, false, 25, "gnome-shell"), InlineData(Ours, true, 99, ""), InlineData(99, true, 99, "")]
    public async Task Programs_ThatTakeTheCard_AreNamed(int id, bool computesOnly, int busy, string named) =>
        Assert.Equal(named, string.Join(' ', (await LookAsync(new(), new CardProgram(id, computesOnly, busy))).OtherPrograms));

    [Fact]
    public async Task Programs_ThatEnded_AreForgotten() => Assert.Empty((await LookAsync(new() { OtherPrograms = ["doom"] })).OtherPrograms);

    [Fact]
    public async Task Heat_IsTheHotterOfCardAndChip_AndACardThatCooledIsBelieved()
    {
        Assert.Equal(new Reading("k10temp", 80), (await LookAsync(new() { Heat = new("k10temp", 80) })).Heat);
        Assert.Equal(new Reading("card", 70), (await LookAsync(new() { Heat = new("k10temp", 60) })).Heat);
        Assert.Equal(new Reading("card", 70), (await LookAsync(new() { Heat = new("card", 90) })).Heat);
    }

    [Fact]
    public async Task Driver_ThatIsNotThere_IsSaidOnce()
    {
        var probe = new CardProbe(new FakeDriver("There is no driver.", []), () => [], _ => null);

        var seen = await probe.LookAsync(await probe.LookAsync(new(), default), default);

        Assert.Equal(["There is no driver."], seen.Gaps);
    }

    /// <summary>On the machine that runs the tests, whatever it has.</summary>
    [Fact]
    public void RealDriver_EitherShowsCardsOrSaysInASentenceWhyNot()
    {
        var driver = new NvidiaDriver();

        if (driver.Problem is { } problem)
            Assert.Matches("NVIDIA driver.*\\.$", problem);
        else
            Assert.All(driver.Read(), card => Assert.True(card.State.TotalMiB > 0));
    }

    private static ValueTask<MachineState> LookAsync(MachineState known, params CardProgram[] programs)
    {
        var card = new DrivenCard(new("card", 8192, 4096, 70, 120, 50), programs);
        return new CardProbe(new FakeDriver(null, [card]), () => [Ours], id => id switch { 1 => "train", 2 => "doom", 3 => "gnome-shell", Ours => "laiongrid-worker", _ => null }).LookAsync(known, default);
    }

    private sealed class FakeDriver(string? problem, IReadOnlyList<DrivenCard> cards) : INvidiaDriver
    {
        public string? Problem => problem;

        public IReadOnlyList<DrivenCard> Read() => cards;
    }
}
