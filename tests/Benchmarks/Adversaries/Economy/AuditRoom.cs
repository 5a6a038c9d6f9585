using LaionGrid.Benchmarks.Simulation;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>What one audit found, and what it took.</summary>
/// <param name="Found">Null when it passed.</param>
/// <param name="Checks">Evaluations done again.</param>
/// <param name="Decodes">Decodings done again, 0 or 1.</param>
internal sealed record Finding(Fault? Found, int Checks, int Decodes);

/// <summary>Draws what an audit looks at, and looks at what was measured there.</summary>
internal static class AuditRoom
{
    public static Finding Examine(SeenWork work, AuditPlan plan, Rules rules, Chance chance)
    {
        if (!work.IsExact)
            return new(rules.Replays ? Fault.Gross : null, rules.Replays ? 0 : plan.Checks, 0); // of another order's trajectory, each step for itself is honest
        var asked = Drawn(work.Times.Count, plan.Checks, chance);
        if (rules is { Replays: true, AsksWhatStandsOut: true })
            asked.UnionWith(Enumerable.Range(0, work.Times.Count).Where(step => work.StandsOut[step]));
        var decodes = chance.Uniform() < plan.DecodeShare;
        var worst = decodes && !work.IsPictureRight ? double.PositiveInfinity : asked.Max(step => work.Times[step]);
        return new(worst <= 1 || !IsConfirmed(rules, chance) ? null : worst < rules.Options.GrossTimes ? Fault.Small : Fault.Gross, asked.Count, decodes ? 1 : 0);
    }

    /// <summary>A fault stands when the referee tells the truth, and so does the other one who is asked then.</summary>
    private static bool IsConfirmed(Rules rules, Chance chance) => chance.Uniform() >= rules.Lied && chance.Uniform() >= rules.Lied;

    private static HashSet<int> Drawn(int steps, int count, Chance chance)
    {
        var drawn = new HashSet<int>();
        while (drawn.Count < Math.Min(count, steps))
            drawn.Add(chance.Below(steps));
        return drawn;
    }
}
