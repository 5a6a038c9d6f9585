using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Loop;

/// <summary>A device that the worker is to use.</summary>
internal sealed record PlannedDevice(DeviceSlot Slot, DeviceRequest Request);

/// <summary>Decides from what the owner asked for and what NVIDIA's driver lists which devices the worker uses. What a device is good for, trying it shows.</summary>
internal static class DevicePlan
{
    /// <param name="asked">Each by itself, or "auto" or "all" alone.</param>
    /// <param name="cards">That CUDA may use, by its numbers; null for one that the driver's list does not have.</param>
    /// <param name="cores">Of the processor, to be shared.</param>
    public static IReadOnlyList<PlannedDevice> Make(IReadOnlyList<DeviceRequest> asked, IReadOnlyList<CardState?> cards, int cores)
    {
        var requests = asked[0] switch
        {
            { Choice: DeviceChoice.Auto } auto when cards.Count > 1 => Expand(auto, cards.Count),
            { Choice: DeviceChoice.All } all => Expand(all, cards.Count),
            _ => asked,
        };
        var processors = requests.Count(request => request.Choice == DeviceChoice.Cpu);
        return [.. requests.Select(request => new PlannedDevice(SlotOf(request, cards, isSpare: asked[0].Choice == DeviceChoice.Auto && requests.Count > 1), Share(request, cores, processors)))];
    }

    private static List<DeviceRequest> Expand(DeviceRequest asked, int cards) =>
        [.. Enumerable.Range(0, cards).Select(index => asked with { Choice = DeviceChoice.Cuda, Index = index }), asked with { Choice = DeviceChoice.Cpu }];

    private static DeviceRequest Share(DeviceRequest request, int cores, int processors) =>
        request.Choice == DeviceChoice.Cpu && processors > 1 ? request with { Threads = request.Threads ?? Math.Max(1, cores / processors) } : request;

    private static DeviceSlot SlotOf(DeviceRequest request, IReadOnlyList<CardState?> cards, bool isSpare) => request switch
    {
        { Choice: DeviceChoice.Cpu } => new(request.Label, CardSight.None, IsSpare: isSpare),
        { Choice: DeviceChoice.Cuda, Index: { } index } when cards.ElementAtOrDefault(index) is { Id.Length: > 0 } card => new(request.Label, CardSight.One, card.Id),
        _ => new(request.Label),
    };
}
