namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>What a life came to, over all the names it was lived under.</summary>
internal sealed class LifeTally
{
    public int Jobs { get; private set; }

    /// <summary>In honest jobs.</summary>
    public double Compute { get; private set; }

    /// <summary>In MFLOP, as all credit.</summary>
    public long Spendable { get; private set; }

    public long Earned { get; private set; }

    /// <summary>Locked in pending and escrow when a name was left.</summary>
    public long Locked { get; private set; }

    public long Lost { get; private set; }

    public int Audits { get; private set; }

    /// <summary>Evaluations done again.</summary>
    public int Checks { get; private set; }

    public int Decodes { get; private set; }

    /// <summary>Jobs from the first bad one to the first confirmed fault, both counted; null when none was confirmed.</summary>
    public int? CaughtAfter { get; private set; }

    /// <summary>Confirmed ones.</summary>
    public int Faults { get; private set; }

    private int? FirstBad { get; set; }

    public void Worked(double saved, bool cheats)
    {
        Compute += 1 - saved;
        if (cheats)
            FirstBad ??= Jobs;
        Jobs++;
    }

    public void Audited(Finding finding)
    {
        Audits++;
        Checks += finding.Checks;
        Decodes += finding.Decodes;
    }

    public void Caught()
    {
        Faults++;
        CaughtAfter ??= Jobs - (FirstBad ?? 0);
    }

    public void Left(Holdings holdings)
    {
        Spendable += holdings.Spendable;
        Earned += holdings.Earned;
        Lost += holdings.Lost;
        Locked += holdings.Pending + holdings.Escrow;
    }
}
