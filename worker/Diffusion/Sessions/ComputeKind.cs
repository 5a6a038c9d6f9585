namespace LaionGrid.Diffusion.Sessions;

/// <summary>What does the arithmetic.</summary>
public enum ComputeKind
{
    Cpu,
    Cuda,
}
