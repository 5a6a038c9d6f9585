namespace LaionGrid.Worker.Uplink;

/// <summary>Why an attempt ended without a picture.</summary>
internal enum FailReason
{
    /// <summary>The worker is stopping. Not counted against anybody.</summary>
    GivenBack,
    RenderError,
    Bundle,
    BadPicture,
    Unsupported,
    OutOfMemory,
}
