namespace LaionGrid.Coordinator.Leases;

/// <summary>What is remembered of a picture to know another that looks like it.</summary>
/// <param name="Hash">64 bits of its shapes: pictures that look alike differ in few of them.</param>
/// <param name="Thumbnail">8 x 8 pixels of RGB, rows top to bottom.</param>
internal sealed record Fingerprint(long Hash, byte[] Thumbnail);
