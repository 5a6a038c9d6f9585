using System.Text.Json.Serialization;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Benchmarks.Adversaries.Economy;

namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>All that the laboratory found: steps of cheats and of honest machines, what cheats earn, and what finding them costs.</summary>
/// <param name="Classes">The first is the one that <paramref name="Strategies"/> are judged by.</param>
internal sealed record StudyResult(
    IReadOnlyList<PrecisionClass> Classes, IReadOnlyList<Honesty> Workers, IReadOnlyList<CheatFigures> Cheats, IReadOnlyList<StrategyFigures> Strategies, CheckingCost Cost)
{
    public int FalseRejections => Workers.Sum(worker => worker.Rejected);

    public int HonestComparisons => Workers.Sum(worker => worker.Steps);

    /// <summary>In the form that other programs read.</summary>
    public object Summary => new
    {
        Cheats = Strategies.Select(one => new CheatSummary(
            one.Strategy.Name, Round(one.Saves), Round(one.Detection.Value), Round(one.CaughtWithin50.Value), Round(one.Profit.Value))),
        FalseRejections,
        HonestComparisons,
        CostShare = Math.Round(Cost.Steady, 5),
        BytesPerJob = Math.Round(Cost.Bytes.Sum),
    };

    private static double Round(double value) => Math.Round(value, 4);
}

/// <summary>One strategy in the form that other programs read.</summary>
internal sealed record CheatSummary(
    string Name, double Saves, double DetectionPerAudit, [property: JsonPropertyName("caught_within_50")] double CaughtWithin50, double Profit);
