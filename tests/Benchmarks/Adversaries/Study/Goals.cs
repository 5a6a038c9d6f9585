namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>What the study must show for the grid's rules to be good enough. A change that makes one untrue is a fault.</summary>
internal static class Goals
{
    private const double LeastSaving = 0.02;
    private const double MostProfit = -0.03;

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
        .. result.Cost.Steady <= 0.01 ? [] : (string[])[FormattableString.Invariant($"Checking takes {result.Cost.Steady:0.00%} of the fleet's compute, not 1 % or less.")],
        .. result.Cost.Everything <= 0.07 ? [] : (string[])[FormattableString.Invariant($"Checking every job takes {result.Cost.Everything:0.00%} of the fleet's compute, not 7 % or less.")],
    ];

    private static double MostProfitOf(Economy.StrategyFigures one) => MostProfit;
}
