using System.Text.Json;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Benchmarks.Adversaries.Economy;

namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>How much of everything is done.</summary>
/// <param name="Pictures">Of each cheat.</param>
/// <param name="Comparisons">Of honest steps.</param>
/// <param name="Lives">Of each strategy.</param>
/// <param name="IsShort">Only the class that the machine at hand has, and nothing taken from the rules.</param>
internal sealed record StudySize(int Pictures, int Comparisons, int Lives, bool IsShort);

/// <summary>Runs the laboratory, and lets workers live by what it measured.</summary>
internal sealed class Studying(Laboratory laboratory, ToleranceTable table, int steps, int side, StudySize size)
{
    private readonly double _leastDb = ReadLeastDb();

    public StudyResult Run(Action<string> tell)
    {
        var experiment = new Experiment(laboratory, table, steps, side);
        if (!size.IsShort)
            experiment.Imitate("tf32", "fp16");
        tell("Honest workers ...");
        Honesty[] workers = [.. experiment.Compare(size.Comparisons)];
        tell("Cheats ...");
        CheatFigures[] cheats = [.. experiment.Cheat(size.Pictures)];
        tell("Lives ...");
        var market = Open(experiment.Classes[0], workers, cheats, new());
        var strategies = Try(market, cheats);
        var cost = CheckingCost.Of(laboratory, LaboratoryOrders.At(0, steps, side), Good(experiment.Classes[0], workers), market.HonestLives);
        return new(experiment.Classes, workers, cheats, strategies, cost);
    }

    public static IReadOnlyList<StrategyFigures> Try(Market market, IReadOnlyList<CheatFigures> cheats) => [.. Strategies.All(cheats.Select(cheat => cheat.Name)).Select(market.Try)];

    /// <summary>The same lives where another class judges, or under other rules.</summary>
    public Market Open(PrecisionClass judge, IReadOnlyList<Honesty> workers, IReadOnlyList<CheatFigures> cheats, Rules rules, bool guidedOnly = false)
    {
        var seeing = new Seeing(judge, _leastDb, guidedOnly);
        var works = cheats.ToDictionary(cheat => cheat.Name, cheat => seeing.Of(cheat.Examined));
        works[Strategies.Honest] = Good(judge, workers);
        return new(works, works[Strategies.Honest], rules, size.Lives);
    }

    private IReadOnlyList<SeenWork> Good(PrecisionClass judge, IReadOnlyList<Honesty> workers) =>
        new Seeing(judge, _leastDb).Of(workers.Where(worker => worker.Class == judge.Name).SelectMany(worker => worker.Examined));

    private static double ReadLeastDb()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Laboratory.Bundle, "bundle.json")));
        return manifest.RootElement.GetProperty("tolerance").GetProperty("minPsnrDb").GetDouble();
    }
}
