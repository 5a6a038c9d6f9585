namespace LaionGrid.Diffusion.Sessions;

/// <summary>A processor that networks can run on.</summary>
/// <param name="Index">Which of its kind, from 0.</param>
/// <param name="Name">As the machine calls it, such as "NVIDIA GeForce RTX 3060" or "CPU (8 threads)".</param>
/// <param name="MemoryMiB">What rendering may use: the card's memory, or what the system has available.</param>
public sealed record ComputeDevice(ComputeKind Kind, int Index, string Name, long MemoryMiB)
{
    /// <summary>What this machine has, best first. Never throws, never empty: the CPU is always there, and last.</summary>
    public static IReadOnlyList<ComputeDevice> Probe() => throw new NotImplementedException();
}
