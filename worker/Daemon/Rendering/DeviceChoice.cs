namespace LaionGrid.Worker.Rendering;

/// <summary>What the owner lets render.</summary>
internal enum DeviceChoice
{
    /// <summary>A card that is known to do well, or the processor.</summary>
    Auto,
    Cpu,
    Cuda,
    DirectMl,
    CoreMl,
    WebGpu,
}
