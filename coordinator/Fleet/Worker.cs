using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>What a worker is trusted to do.</summary>
internal enum WorkerRole
{
    /// <summary>Renders for people.</summary>
    Volunteer,

    /// <summary>Run by the operator; does single evaluations again for verification and is never paid.</summary>
    Referee,
}

/// <summary>A machine that has joined the grid.</summary>
internal sealed class Worker
{
    public required WorkerId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required string Name { get; init; }

    public required WorkerRole Role { get; init; }

    /// <summary>Hash of the secret that proves a repeated enrolment comes from the same machine.</summary>
    public required string EnrollHash { get; init; }

    /// <summary>As the worker reported it; empty before its first report.</summary>
    public string DeviceName { get; set; } = "";

    public string Provider { get; set; } = "";

    public long MemoryMiB { get; set; }

    public string Version { get; set; } = "";

    public string Platform { get; set; } = "";

    /// <summary>Its owner, or the operator, wants no new work sent there.</summary>
    public bool IsPaused { get; set; }

    /// <summary>No work is sent there before this, because of what it did; null when nothing stands against it.</summary>
    public DateTimeOffset? SuspendedUntil { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What speeds are compared by: devices of one class ought to be equally fast.</summary>
    public string DeviceClass => $"{Provider} {DeviceName}";
}
