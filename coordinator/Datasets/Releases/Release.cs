namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>How much a release holds.</summary>
internal enum ReleaseKind
{
    /// <summary>What no standing increment holds yet.</summary>
    Daily,

    /// <summary>All that was asked for in a month.</summary>
    Monthly,
}

/// <summary>Where a release stands.</summary>
internal enum ReleaseState
{
    /// <summary>Its files are being written, or were when their builder ended; nothing of it is handed out.</summary>
    Building,
    Published,

    /// <summary>It holds what was taken down: its files are gone, and what else it held comes again with the next release.</summary>
    Withdrawn,

    /// <summary>A later revision took its place; its files are gone.</summary>
    Superseded,
}

/// <summary>One version of the open data.</summary>
internal sealed class Release
{
    /// <summary>See <see cref="ReleaseVersion"/>.</summary>
    public required string Version { get; init; }

    public required ReleaseKind Kind { get; init; }

    public required ReleaseState State { get; init; }

    /// <summary>The instant that its content and all times in it are of.</summary>
    public required DateTimeOffset Bound { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its builder last said how far it is.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Pictures that it is to hold; 0 before that is known.</summary>
    public int Pictures { get; init; }

    /// <summary>Of them those that are written.</summary>
    public int Done { get; init; }

    /// <summary>Of all its files.</summary>
    public long Bytes { get; init; }
}

/// <summary>A file of a published release.</summary>
internal sealed class ReleaseFile
{
    public required string Version { get; init; }

    /// <summary>Within the release, with '/'.</summary>
    public required string Path { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Lower-case hex.</summary>
    public required string Sha256 { get; init; }
}
