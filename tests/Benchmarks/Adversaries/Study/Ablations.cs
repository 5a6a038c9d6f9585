using LaionGrid.Benchmarks.Adversaries.Economy;
using LaionGrid.Coordinator.Verification;

namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>The grid's rules with a part left out of each: what the part is good for is the difference.</summary>
internal static class Ablations
{
    private const double InLeague = 0.3;

    private static readonly string[] Shown =
    [
        "garbage in 2 % of jobs", "garbage after 1,000 honest jobs", "garbage whenever trusted", "8-bit weights and activations whenever trusted", "splice whenever trusted", "splice in 20 % of jobs",
        "spread splice whenever trusted", Strategies.Withholding.Name,
    ];

    private static readonly Rules Usual = new();

    private static readonly (string Name, Rules Rules)[] Rows =
    [
        ("as they are", Usual),
        ("no pending: credit goes to escrow at once", Usual with { HoldsPending = false }),
        ("no escrow: free as soon as an audit passes", Usual with { Options = new() { EscrowJobs = 0 } }),
        ("neither: paid at once", Usual with { HoldsPending = false, Options = new() { EscrowJobs = 0 } }),
        ("the same, and full pay for new names", Usual with { HoldsPending = false, Options = new() { EscrowJobs = 0, ProvingPayShare = 1, EnrolmentCanaries = 0 } }),
        ("no plausibility: drawn steps alone, after a replay", Usual with { AsksWhatStandsOut = false }),
        ("step sampling alone: neither replay nor plausibility", Usual with { Replays = false }),
        ("operator's referees do half of the checks, 30 % of the others' lie", Usual with { OperatorShare = 0.5, Colluding = InLeague }),
        ("a tenth of the checks", Usual with { OperatorShare = 0.1, Colluding = InLeague }),
        ("none of the checks", Usual with { OperatorShare = 0, Colluding = InLeague }),
        ("none of the checks, 60 % lie", Usual with { OperatorShare = 0, Colluding = 2 * InLeague }),
        ("a trajectory withheld costs its own job alone", Usual with { WithholdingCostsPending = false }),
        ("no picture looked at whole, at first or later", Usual with { Options = new() { EnrolmentCanaries = 0, CanaryShare = 0 } }),
        ("one in a hundred may be withheld", Usual with { Options = new() { WithheldShare = 0.01 } }),
    ];

    /// <summary>Strategies that hide; those on every job lose all under most rules.</summary>
    public static void Write(Studying studying, StudyResult result)
    {
        StudyText.WriteAblations(
            [.. Strategies.Hidden.Where(one => Shown.Contains(one.Name)), .. Strategies.BadNetworks],
            Rows.Select(row => (row.Name, studying.Open(result.Classes[0], result.Workers, result.Cheats, row.Rules))));
        Strategy[] subtle = [.. SubtleCheats.Select(cheat => new Strategy($"{cheat}, whenever trusted", cheat, When: view => view.IsTrusted))];
        StudyText.WriteAblations(subtle, result.Classes.SelectMany(judge => ((bool Guided, string Name)[])[(false, "before and after guidance"), (true, "after guidance alone")],
            (judge, way) => ($"{judge.Name}, compared {way.Name}", studying.Open(judge, result.Workers, result.Cheats, Usual, way.Guided))));
        foreach (var judge in result.Classes.Skip(1))
            StudyText.WriteStrategies(judge.Name, Studying.Try(studying.Open(judge, result.Workers, result.Cheats, Usual), result.Cheats));
    }

    private static string[] SubtleCheats { get; } =
        ["8-bit weights", "8-bit weights and activations", "guidance reused every second step", "unconditional fitted every second step", "features kept, every second step whole", "every second step extrapolated"];
}
