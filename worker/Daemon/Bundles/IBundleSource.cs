namespace LaionGrid.Worker.Bundles;

/// <summary>A place that bundles' files come from. Safe to call from any thread.</summary>
internal interface IBundleSource
{
    /// <summary>As people read it, such as "mirror.example".</summary>
    string Name { get; }

    /// <summary>Brings a run of the file's bytes in order, piece by piece, and never more than asked for. Null when it has no fault to tell; the bytes may still be fewer.</summary>
    /// <param name="keep">Keeps a piece before the next is read. What it throws comes out of here.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<SourceFault?> ReadAsync(BundleFile file, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken);
}

/// <summary>Why a source did not bring what it was asked for.</summary>
/// <param name="MayPass">The same question may be answered later.</param>
internal sealed record SourceFault(string Reason, bool MayPass);
