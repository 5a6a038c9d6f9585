namespace LaionGrid.Worker.Bundles;

/// <summary>A run of a file's bytes with a hash of its own: what is checked, and fetched again, for itself.</summary>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record BundleChunk(BundleFile File, long Offset, long Bytes, string Sha256);
