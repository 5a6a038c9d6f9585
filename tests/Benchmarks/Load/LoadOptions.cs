using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Load;

/// <summary>One run of the load harness.</summary>
internal sealed record LoadOptions
{
    public required DatabaseKind Database { get; init; }

    /// <summary>A user that may create databases; null with SQLite.</summary>
    public string? PostgresServer { get; init; }

    /// <summary>Coordinators over the one database; 1 with SQLite.</summary>
    public required int Coordinators { get; init; }

    /// <summary>Volunteers that render, spread evenly over the coordinators.</summary>
    public required int Workers { get; init; }

    /// <summary>Referees of each coordinator, one check at a time each.</summary>
    public int Referees { get; init; } = 1;

    /// <summary>Life cycles to run; 0 for an idle run alone.</summary>
    public required int Jobs { get; init; }

    /// <summary>Life cycles beforehand that are not counted, while the coordinators' code is still being compiled.</summary>
    public required int Warmup { get; init; }

    /// <summary>Jobs submitted a second, at random instants; null submits as fast as they are rendered.</summary>
    public double? Arrival { get; init; }

    /// <summary>Jobs that wait in the database before the run and are still there, or as many others, after it.</summary>
    public int Queued { get; init; }

    /// <summary>Further volunteers that only attend while nothing is asked, and are offered work like any other afterwards.</summary>
    public int Idle { get; init; }

    /// <summary>Workers that share a client and its HTTP/2 connections.</summary>
    public required int WorkersPerClient { get; init; }

    /// <summary>Further settings for the coordinators, as "Section:Key=value".</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public required TimeSpan Timeout { get; init; }

    /// <summary>Jobs submitted and not yet rendered at once, without <see cref="Arrival"/>: enough that no worker ever waits for one.</summary>
    public int Window => Math.Max(64, 4 * Workers);
}
