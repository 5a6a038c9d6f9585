using LaionGrid.Coordinator.Fleet;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>
/// What audits have shown of a worker with one bundle on one runtime: another driver, device or model is trusted anew. Correctness and
/// availability are kept apart, and neither is what honest machines do wrong.
/// </summary>
internal sealed class Trust
{
    public required WorkerId WorkerId { get; init; }

    public required string BundleId { get; init; }

    /// <summary>Engine version, provider and device.</summary>
    public required string Runtime { get; init; }

    /// <summary>Audits passed, as of <see cref="PassedAt"/>: they fade, and a fault ends them.</summary>
    public double Passed { get; init; }

    public DateTimeOffset? PassedAt { get; init; }

    /// <summary>Trajectories asked for.</summary>
    public long Asked { get; init; }

    /// <summary>Of them, those that did not come in time.</summary>
    public long Withheld { get; init; }

    /// <summary>Confirmed faults.</summary>
    public long Faults { get; init; }

    public DateTimeOffset? FaultAt { get; init; }

    /// <summary>Class of the bundle's tolerance table that its canaries showed it to be of; empty before that.</summary>
    public string Class { get; init; } = "";

    /// <summary>It is given none of the bundle's jobs before this, for no class fits it; null when that never was so.</summary>
    public DateTimeOffset? RefusedUntil { get; init; }

    /// <summary>See <see cref="Drift.Median"/>.</summary>
    public double DriftMedian { get; init; }

    /// <summary>See <see cref="Drift.Seen"/>.</summary>
    public int DriftSeen { get; init; }

    /// <summary>See <see cref="Drift.Sum"/>.</summary>
    public double DriftSum { get; init; }

    /// <summary>Audits to pass until no more than usual are drawn; 0 when it has not drifted.</summary>
    public int Watched { get; init; }
}
