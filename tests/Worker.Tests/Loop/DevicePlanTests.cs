using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Cards;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Loop;

public sealed class DevicePlanTests
{
    private static readonly CardState[] Cards = [.. new[] { "GPU-a1", "GPU-b2", "GPU-b3" }.Select(id => new CardState(id, 8192, 8192, null, null, null) { Id = id })];

    [Theory]
    [InlineData(null, "GPU-a1 GPU-b2 GPU-b3"), InlineData("2,0", "GPU-b3 GPU-a1"), InlineData("GPU-b2", "GPU-b2"), InlineData("GPU-b3,GPU-a", "GPU-b3 GPU-a1"), InlineData("1,-1,0", "GPU-b2"), InlineData("1,7,0", "GPU-b2")]
    [InlineData("", ""), InlineData("none", ""), InlineData("0,0", "GPU-a1"), InlineData("MIG-x/1", "?")]
    public void Cards_ThatAreVisible_AreNumberedAsCudaDoes(string? visible, string seen) =>
        Assert.Equal(seen, string.Join(' ', VisibleCards.Of(Cards, visible).Select(card => card?.Id ?? "?")));

    [Theory]
    [InlineData("Auto", 0, "auto"), InlineData("Auto", 1, "auto"), InlineData("Auto", 3, "cuda:0 cuda:1 cuda:2 cpu*")]
    [InlineData("All", 0, "cpu"), InlineData("All", 2, "cuda:0 cuda:1 cpu"), InlineData("Cuda", 3, "cuda")]
    public void Devices_OfAMachine_AreThoseAskedFor(string asked, int cards, string planned) =>
        Assert.Equal(planned, string.Join(' ', Plan([new(Enum.Parse<DeviceChoice>(asked))], cards).Select(device => device.Slot.Label + (device.Slot.IsSpare ? "*" : ""))));

    [Fact]
    public void Devices_KnowTheirOwnCards()
    {
        var plan = Plan([new(DeviceChoice.Cuda) { Index = 1 }, new(DeviceChoice.Cuda) { Index = 5 }, new(DeviceChoice.Cpu) { Index = 0 }], 3);

        Assert.Equal([new("cuda:1", CardSight.One, "GPU-b2"), new("cuda:5"), new("cpu:0", CardSight.None)], plan.Select(device => device.Slot));
    }

    [Theory, InlineData(8, null, 4), InlineData(1, null, 1), InlineData(8, 3, 3)]
    public void Processors_ShareTheCores(int cores, int? threads, int each)
    {
        var asked = Enumerable.Range(0, 2).Select(index => new DeviceRequest(DeviceChoice.Cpu) { Index = index, Threads = threads }).ToList();

        Assert.All(DevicePlan.Make(asked, [], cores), device => Assert.Equal(each, device.Request.Threads));
    }

    private static IReadOnlyList<PlannedDevice> Plan(IReadOnlyList<DeviceRequest> asked, int cards) => DevicePlan.Make(asked, Cards[..cards], cores: 8);
}
