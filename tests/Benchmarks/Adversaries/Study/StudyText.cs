using LaionGrid.Benchmarks.Adversaries.Economy;

namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>What cheats earn and what checking costs, in tables that can be pasted.</summary>
internal static class StudyText
{
    public static void Write(StudyResult result)
    {
        ExperimentText.WriteClasses(result.Classes);
        ExperimentText.WriteHonesty(result.Workers);
        ExperimentText.WriteCheats(result.Cheats, result.Classes);
        Console.WriteLine();
        WriteStrategies(result.Classes[0].Name, result.Strategies);
        WriteCost(result.Cost);
    }

    /// <summary>What some strategies earn when parts of the rules are left out.</summary>
    public static void WriteAblations(IReadOnlyList<Strategy> columns, IEnumerable<(string Name, Market Market)> rows)
    {
        Console.WriteLine($"| rules | {string.Join(" | ", columns.Select(one => one.Name))} |");
        Console.WriteLine($"| --- | {string.Join(" | ", columns.Select(_ => "---"))} |");
        foreach (var (name, market) in rows)
            Console.WriteLine($"| {name} | {string.Join(" | ", columns.Select(one => Text(market.ProfitOf(one))))} |");
        Console.WriteLine();
    }

    public static void WriteStrategies(string judge, IReadOnlyList<StrategyFigures> strategies)
    {
        Console.WriteLine($"| strategy, judged as {judge} | saves on a bad job | found per audit | caught within 50 jobs | profit |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var one in strategies)
            Say($"| {one.Strategy.Name} | {one.Saves:0%} | {Text(one.Detection)} | {Text(one.CaughtWithin50)} | {Text(one.Profit)} |");
        Console.WriteLine();
    }

    private static void WriteCost(CheckingCost cost)
    {
        Say($"Checking, share of the fleet's compute by operation count: trusted workers {cost.Steady:0.00%}, every job audited {cost.Everything:0.00%}, new workers {cost.Proving:0.0%}, an honest worker's first {Market.Jobs:#,0} jobs {cost.FirstJobs:0.00%}.");
        Say($"By the clock: trusted workers {cost.SteadyTime:0.00%}, every job audited {cost.EverythingTime:0.00%}. Evaluations of an honest picture that stand out: {cost.Extra:0.000}.");
        Say($"Bytes a job: {cost.Bytes.Sum:#,0}, of which commitment {cost.Bytes.Commitment:#,0}, trajectory {cost.Bytes.Reveal:#,0}, question {cost.Bytes.Question:#,0}, answer {cost.Bytes.Answer:#,0}.\n");
    }

    private static string Text(Interval figure) => FormattableString.Invariant($"{figure.Value:0.000} ± {figure.Half:0.000}");

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
