using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>That a picture is in a release.</summary>
internal sealed class ReleasedPicture
{
    public required JobId JobId { get; init; }

    public required string Version { get; init; }
}

/// <summary>That a released picture is in no later release. It stays, even if the picture comes back.</summary>
internal sealed class Tombstone
{
    public required JobId JobId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required RemovalReason Reason { get; init; }
}

/// <summary>That its person wants a picture in no release, though it may be seen here.</summary>
internal sealed class Withdrawal
{
    public required JobId JobId { get; init; }

    public required DateTimeOffset At { get; init; }
}
