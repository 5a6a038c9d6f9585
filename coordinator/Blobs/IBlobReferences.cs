namespace LaionGrid.Coordinator.Blobs;

/// <summary>
/// What keeps a blob from the sweep. A slice that stores a hash answers for it here, and must refer to a blob within
/// <see cref="BlobsOptions.SweepAfter"/> of putting it: what nothing refers to for so long is taken for rubbish.
/// </summary>
internal interface IBlobReferences
{
    /// <summary>Those of these hashes that something refers to, in any order.</summary>
    Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken);
}
