namespace LaionGrid.Worker.Rendering;

/// <summary>What the owner lets render.</summary>
internal enum DeviceChoice
{
    /// <summary>A card that is known to do well, or the processor.</summary>
    Auto,

    /// <summary>Every card of NVIDIA's, and the processor. For workers alone: a command renders on one device.</summary>
    All,
    Cpu,
    Cuda,
    DirectMl,
    CoreMl,
    WebGpu,
}
