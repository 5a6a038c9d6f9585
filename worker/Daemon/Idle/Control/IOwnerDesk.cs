namespace LaionGrid.Worker.Idle.Control;

/// <summary>Where the owner looks at the worker and speaks to it. Every way to do so goes through here; tests show a worker that is none. Safe to call from any thread.</summary>
internal interface IOwnerDesk
{
    /// <summary>As it is now.</summary>
    StatusReport Now();

    /// <summary>What the owner says by hand from now on. Heard when this returns.</summary>
    /// <param name="device">Label of the one device it is said of; null for the whole machine. Nothing is heard of one that this worker has not.</param>
    /// <exception cref="IOException">It holds, but could not be written down.</exception>
    void Ask(OwnerWish wish, string? device);

    /// <summary>The newest small PNG of the picture in a device's hands; empty when there is none, or the owner does not want to see any.</summary>
    ReadOnlyMemory<byte> PreviewOf(string device);
}
