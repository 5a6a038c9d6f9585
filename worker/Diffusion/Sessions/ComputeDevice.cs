namespace LaionGrid.Diffusion.Sessions;

/// <summary>A processor that networks can run on.</summary>
/// <param name="Index">Which of its kind, from 0.</param>
/// <param name="Name">As the machine calls it, such as "NVIDIA GeForce RTX 3060" or "CPU (8 threads)".</param>
/// <param name="MemoryMiB">What rendering may use: the card's memory, or what this process may still take of the machine's.</param>
public sealed record ComputeDevice(ComputeKind Kind, int Index, string Name, long MemoryMiB)
{
    private const int BytesPerMiB = 1 << 20;

    /// <summary>What this machine has, best first. Never empty: the CPU is always there, and last.</summary>
    public static IReadOnlyList<ComputeDevice> Probe() => [.. CudaCards().OrderByDescending(card => card.MemoryMiB), Cpu()];

    private static IEnumerable<ComputeDevice> CudaCards()
    {
        var cards = CudaDriver.Cards();
        var usable = cards.Count == 0 ? 0 : CudaProvider.DeviceCount;
        return cards.Take(usable).Select((card, index) => new ComputeDevice(ComputeKind.Cuda, index, card.Name, card.MemoryMiB));
    }

    private static ComputeDevice Cpu()
    {
        var memory = GC.GetGCMemoryInfo();
        var threads = ProviderOptions.CpuThreads;
        var free = Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes) / BytesPerMiB;
        return new(ComputeKind.Cpu, 0, $"CPU ({threads} {(threads == 1 ? "thread" : "threads")})", free);
    }
}
