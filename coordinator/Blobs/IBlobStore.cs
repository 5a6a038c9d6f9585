namespace LaionGrid.Coordinator.Blobs;

/// <summary>
/// Bytes by their lower-case hex SHA-256. A blob appears whole or not at all, and survives a loss of power once its put has
/// returned. Safe to call from any thread, and from several coordinators over the same store.
/// </summary>
internal interface IBlobStore
{
    /// <summary>Makes the store ready, or says why it cannot be used. Called once, at start.</summary>
    /// <exception cref="Edge.UnavailableException">It does not answer, or these keys may not use it.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Keeps these bytes; keeping what is there already changes nothing.</summary>
    /// <param name="sha256">The bytes' own hash, which the caller has computed: it is not checked again.</param>
    Task PutAsync(string sha256, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>The blob's bytes, kept or aside; null when there is none.</summary>
    Task<byte[]?> GetAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Blobs of one shelf that have lain on it since before this instant.</summary>
    /// <param name="prefix">How the hashes begin: two hex digits.</param>
    IAsyncEnumerable<string> ListAsync(BlobShelf shelf, string prefix, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Takes a blob off the kept ones; its time aside begins now. Nothing when another coordinator did it first.</summary>
    Task SetAsideAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Keeps again what was set aside. Nothing when another coordinator did it first.</summary>
    Task PutBackAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Deletes what was set aside; a kept blob of the same hash stays.</summary>
    Task DeleteAsideAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Deletes what puts of such hashes that were cut off before this instant have left.</summary>
    Task DeleteRemnantsAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Where a store holds a blob. It is readable on both.</summary>
internal enum BlobShelf
{
    Kept,

    /// <summary>Nothing referred to it; deleted after its grace unless something does by then.</summary>
    Aside,
}
