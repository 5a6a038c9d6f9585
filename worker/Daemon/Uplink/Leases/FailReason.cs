namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>Why an attempt ended without a picture.</summary>
internal enum FailReason
{
    /// <summary>The worker is stopping, or its owner wants the machine. Not counted against anybody.</summary>
    GivenBack,
    RenderError,
    Bundle,
    BadPicture,
    Unsupported,
    OutOfMemory,
}
