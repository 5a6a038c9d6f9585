namespace LaionGrid.Diffusion.Sessions;

/// <summary>A processor that networks can run on.</summary>
/// <param name="Index">Which of its kind, from 0.</param>
/// <param name="Name">As the machine calls it, such as "NVIDIA GeForce RTX 3060" or "CPU (8 threads)".</param>
/// <param name="MemoryMiB">What rendering may use: the card's memory, or what this process may still take of the machine's. 0 when the device does not say.</param>
public sealed record ComputeDevice(ComputeKind Kind, int Index, string Name, long MemoryMiB)
{
    private const int BytesPerMiB = 1 << 20;

    /// <summary>
    /// What its owner gives for rendering; null for all of it. No bundle with more weights is loaded, and what a network works in is kept within it:
    /// on CUDA each network's, on the processor that of all together where the limit is below 4 GiB.
    /// </summary>
    public long? MemoryLimitMiB { get; init; }

    /// <summary>Threads that one network runs on, on the processor; null for all of its cores.</summary>
    public int? Threads { get; init; }

    /// <summary>How far networks are rewritten as they are loaded.</summary>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>What workers call the provider that runs networks here, such as "CPU" or "CUDA".</summary>
    public string Provider => Kind.ToString().ToUpperInvariant();

    /// <summary>What a bundle has to fit into; null when neither device nor owner says.</summary>
    public long? MemoryBudgetMiB => MemoryLimitMiB is { } limit ? limit : MemoryMiB > 0 ? MemoryMiB : null;

    /// <summary>What all programs use of the card's memory now; null where it cannot be asked.</summary>
    public long? UsedMemoryMiB => Kind == ComputeKind.Cuda ? CudaDriver.UsedMiB(Index) : null;

    /// <summary>True when networks read and write the process's own memory, so that nothing has to be copied.</summary>
    internal bool SharesHostMemory => Kind is ComputeKind.Cpu or ComputeKind.CoreMl;

    /// <summary>What this machine has that is known to do well, best first. Never empty: the CPU is always there, and last.</summary>
    public static IReadOnlyList<ComputeDevice> Probe() => DeviceProbe.Run().Devices;

    /// <summary>This machine's processor, with the memory that is free now.</summary>
    /// <param name="limit">Threads that it may use, from 1; null for one on each core.</param>
    public static ComputeDevice Cpu(int? limit = null)
    {
        var memory = GC.GetGCMemoryInfo();
        var threads = Math.Min(limit ?? int.MaxValue, ProviderOptions.CpuThreads);
        var free = Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes) / BytesPerMiB;
        return new(ComputeKind.Cpu, 0, $"CPU ({threads} {(threads == 1 ? "thread" : "threads")})", free) { Threads = threads };
    }
}
