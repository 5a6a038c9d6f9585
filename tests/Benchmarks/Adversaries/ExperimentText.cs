using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>An experiment's figures as they are found, in tables that can be pasted.</summary>
internal static class ExperimentText
{
    /// <summary>Tolerances along the schedule: classes differ, and parts of it.</summary>
    public static void WriteClasses(IReadOnlyList<PrecisionClass> classes)
    {
        Console.WriteLine("| class | margin | tolerance before guidance, from the clean end to the noisy |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var one in classes)
            Say($"| {one.Name} | {one.Margin:0.0} | {string.Join(' ', one.Bins.Select(bin => FormattableString.Invariant($"{bin.Raw.Tau:0.0e+0}")))} |");
        Console.WriteLine();
    }

    public static void WriteHonesty(IEnumerable<Honesty> workers)
    {
        var (compared, rejected) = (0, 0);
        Console.WriteLine("| honest worker | judged as | steps compared | rejected | stood out | raw median | raw most | guided most | most of its tolerance, at timestep |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var one in workers)
        {
            (compared, rejected) = (compared + one.Steps, rejected + one.Rejected);
            Say($"| {one.Name} | {one.Class} | {one.Steps:#,0} | {one.Rejected} | {one.StandingOut / (double)one.Steps:0.0%} | {one.RawMedian:0.0e+0} | {one.RawMost:0.0e+0} | {one.GuidedMost:0.0e+0} | {one.TimesMost:0.00}, {one.TimestepOfMost:0} |");
        }
        Say($"\n{compared:#,0} honest comparisons, {rejected} rejected.\n");
    }

    public static void WriteCheats(IEnumerable<CheatFigures> cheats, IReadOnlyList<PrecisionClass> classes)
    {
        Console.WriteLine($"| cheat | saves | steps altered | raw, 1st percentile | raw, median | {string.Join(" | ", classes.Select(one => $"caught, {one.Name}"))} | inexact | stands out | unaltered ones beyond | worst picture |");
        Console.WriteLine($"| --- | --- | --- | --- | --- | {string.Join(" | ", classes.Select(_ => "---"))} | --- | --- | --- | --- |");
        foreach (var one in cheats)
        {
            var caught = string.Join(" | ", classes.Select(by => FormattableString.Invariant($"{one.Caught[by.Name]:0.000}")));
            Say($"| {one.Name} | {one.Saves:0%} | {one.AlteredShare:0.00} | {one.RawFirstPercentile:0.0e+0} | {one.RawMedian:0.0e+0} | {caught} | {one.Inexact:0.00} | {one.StandingOut:0.00} | {one.Escaped:0.00} | {one.WorstDb:0} dB |");
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
