using LaionGrid.Benchmarks.Simulation;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>What a strategy comes to.</summary>
/// <param name="Detection">Share of its bad jobs that are not paid when audited, once the worker is trusted.</param>
/// <param name="CaughtWithin50">Chance that a fault is confirmed within 50 jobs from the first bad one on.</param>
/// <param name="Profit">Spendable credit per unit of compute against honest work, less 1.</param>
internal sealed record StrategyFigures(Strategy Strategy, double Saves, Interval Detection, Interval CaughtWithin50, Interval Profit);

/// <summary>Lives enough of each strategy under some rules to say what it earns.</summary>
/// <param name="works">By cheat, pictures that were measured.</param>
/// <param name="good">Of honest workers.</param>
internal sealed class Market(IReadOnlyDictionary<string, IReadOnlyList<SeenWork>> works, IReadOnlyList<SeenWork> good, Rules rules, int lives)
{
    public const int Jobs = 4000;

    private const int Trusted = 1000;
    private const int Early = 50;
    private const int JobsToTurn = 1200;
    private const int EarlyLives = 10;

    private static readonly Strategy Honest = new(Strategies.Honest, Strategies.Honest, 0);

    private CreditRate? _honest;

    /// <summary>Honest lives.</summary>
    public IReadOnlyList<LifeTally> HonestLives => field ??= Live(Honest, Jobs, lives);

    private CreditRate HonestRate => _honest ??= CreditRate.Of(HonestLives);

    public StrategyFigures Try(Strategy strategy)
    {
        var bad = works[strategy.Cheat];
        return new(strategy, bad.Average(work => work.Saved), Detect(strategy, bad), Catch(strategy), ProfitOf(strategy));
    }

    public Interval ProfitOf(Strategy strategy) => CreditRate.Of(Live(strategy, Jobs, lives)).Over(HonestRate);

    private Interval Detect(Strategy strategy, IReadOnlyList<SeenWork> bad)
    {
        var (plan, chance, audits) = (TrustPolicy.Plan(Trusted, bad[0].Times.Count, 0, rules.Options), new Chance(1), EarlyLives * lives);
        return Interval.OfShare(Enumerable.Range(0, audits).Count(_ => strategy.Withholds || AuditRoom.Examine(bad[chance.Below(bad.Count)], plan, rules, chance).Found is not null), audits);
    }

    private Interval Catch(Strategy strategy)
    {
        var early = Live(strategy, strategy.When is null ? Early + (int)(10 / strategy.Share) : JobsToTurn, EarlyLives * lives);
        return Interval.OfShare(early.Count(life => life.CaughtAfter <= Early), early.Count);
    }

    private IReadOnlyList<LifeTally> Live(Strategy strategy, int jobs, int count) =>
        [.. Enumerable.Range(1, count).Select(seed => new Life(strategy, works.GetValueOrDefault(strategy.Cheat, good), good, rules, new Chance(seed)).Run(jobs))];
}
