namespace LaionGrid.Worker.Rendering;

/// <summary>What went wrong with a render.</summary>
internal enum RenderFault
{
    /// <summary>The engine reported an error, or its process died or went silent.</summary>
    Error,
    Bundle,
    BadPicture,
    OutOfMemory,
}
