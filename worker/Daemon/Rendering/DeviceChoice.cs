namespace LaionGrid.Worker.Rendering;

/// <summary>What the owner lets render.</summary>
internal enum DeviceChoice
{
    /// <summary>The best there is.</summary>
    Auto,
    Cpu,
    Cuda,
}
