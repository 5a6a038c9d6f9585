namespace LaionGrid.Worker.Bundles;

/// <summary>Appends to the part what it lacks of the file with this hash and size. Null when all arrived; otherwise why not.</summary>
internal delegate Task<string?> FetchFile(string sha256, long bytes, Stream part, CancellationToken cancellationToken);
