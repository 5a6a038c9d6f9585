using LaionGrid.Benchmarks.Adversaries.Economy;
using LaionGrid.Coordinator.Verification;

namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>What the study must show for the grid's rules to be good enough. A change that makes one untrue is a fault.</summary>
internal static class Goals
{
    private const double LeastSaving = 0.02;
    private const double MostProfit = -0.03;
    private const double Excess = 0.005;
    private const double MostForEverything = 0.07;

    /// <summary>Those that are not met, in words.</summary>
    public static IReadOnlyList<string> Missed(StudyResult result) =>
    [
        .. result.FalseRejections == 0 ? [] : (string[])[$"{result.FalseRejections} of {result.HonestComparisons} honest steps are rejected, where none may be."],
        .. result.Cheats.Where(cheat => cheat.Saves > LeastSaving && cheat.AlteredShare > 0 && cheat.Caught[result.Classes[0].Name] < 0.97)
            .Select(cheat => FormattableString.Invariant($"Of the altered steps of \"{cheat.Name}\", {cheat.Caught[result.Classes[0].Name]:0.000} are found, not 0.97.")),
        .. result.Strategies.Where(one => one.Strategy.Name.StartsWith("spliced after", StringComparison.Ordinal) && one.Detection.Value < 1)
            .Select(one => FormattableString.Invariant($"\"{one.Strategy.Name}\" is found in {one.Detection.Value:0.000} of audits, not in each.")),
        .. result.Strategies.Where(one => one.Profit.Value > MostProfitOf(one))
            .Select(one => FormattableString.Invariant($"\"{one.Strategy.Name}\" earns {one.Profit.Value:+0.000;-0.000} against honest work, not {MostProfitOf(one)} or less.")),
        .. result.Strategies.Where(one => IsPlain(one) && one.CaughtWithin50.Value < 0.999)
            .Select(one => FormattableString.Invariant($"Of those that live by \"{one.Strategy.Name}\" from the first job on, {one.CaughtWithin50.Value:0.0000} are caught within 50 jobs, not 0.999.")),
        .. result.Cost.Steady <= 0.01 ? [] : (string[])[FormattableString.Invariant($"Checking takes {result.Cost.Steady:0.00%} of the fleet's compute, not 1 % or less.")],
        .. result.Cost.Everything <= MostForEverything ? [] : (string[])[FormattableString.Invariant($"Checking every job takes {result.Cost.Everything:0.00%} of the fleet's compute, not {MostForEverything:0.0%} or less.")],
    ];

    /// <summary>
    /// A worker may withhold a few trajectories without being called a cheat, for networks fail, and loses what is pending each time: who uses that up on bad work comes out even with
    /// honest work, not below it.
    /// </summary>
    private static double MostProfitOf(StrategyFigures one) => one.Strategy == Strategies.Withholding ? Excess : MostProfit;

    /// <summary>Bad work on every job, of a kind that a look at the whole of a picture shows.</summary>
    private static bool IsPlain(StrategyFigures one) => one.Strategy is { When: null, Share: 1 };
}
