using LaionGrid.Coordinator.Verification;

namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>The grid's rules, as they are by default, and what can be taken from them to see what it is good for.</summary>
internal sealed record Rules
{
    /// <summary>The coordinator's own options: rates, checks, escrow and what a fault costs.</summary>
    public VerificationOptions Options { get; init; } = new();

    /// <summary>The whole trajectory is replayed. Without it, only the steps that were drawn are looked at.</summary>
    public bool Replays { get; init; } = true;

    /// <summary>Steps that stand out in the replay are asked about too.</summary>
    public bool AsksWhatStandsOut { get; init; } = true;

    /// <summary>Credit is pending until an audit of the same worker passes.</summary>
    public bool HoldsPending { get; init; } = true;

    /// <summary>A trajectory that does not come costs what is pending, as a small fault does, and no trust.</summary>
    public bool WithholdingCostsPending { get; init; } = true;

    /// <summary>Share of the checks that the operator's own referees do; volunteers do the others. 1 is how the grid works.</summary>
    public double OperatorShare { get; init; } = 1;

    /// <summary>Share of volunteers that are in league with a cheat, and answer what was claimed.</summary>
    public double Colluding { get; init; }

    /// <summary>Chance that whoever is asked is in league.</summary>
    public double Lied => (1 - OperatorShare) * Colluding;
}
