namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>How a rater errs about one flag.</summary>
/// <param name="Hits">Share of flagged items that the rater flags.</param>
/// <param name="Spared">Share of the others that the rater leaves.</param>
internal readonly record struct FlagSkill(double Hits, double Spared);

/// <summary>What votes on one flag come to.</summary>
/// <param name="Chances">By item, that it deserves the flag; null for one without votes that count.</param>
/// <param name="Skills">By rater.</param>
/// <param name="Objectives">By iteration, the penalized log-likelihood before it; it never falls.</param>
internal sealed record FittedFlags(IReadOnlyList<double?> Chances, IReadOnlyList<FlagSkill> Skills, IReadOnlyList<double> Objectives)
{
    /// <summary>Whether an item gets the flag.</summary>
    public bool Has(int item) => Chances[item] > 0.5;
}

/// <summary>
/// Which items deserve a flag, where raters see too much or too little: items' chances and raters' errors found from each other by expectation-maximization (A. P. Dawid, A. M. Skene, "Maximum
/// Likelihood Estimation of Observer Error-Rates Using the EM Algorithm", 1979), for two classes. Beta priors stand for what a rater of few votes is like. Pure.
/// </summary>
internal static class FlagVotes
{
    private const double PriorVotes = 8;
    private const double PriorHits = 0.8;
    private const double PriorSpared = 0.95;
    private const double PriorItems = 4;
    private const double PriorChance = 0.1;
    private const double Tolerance = 1e-7;
    private const int MostIterations = 200;

    /// <param name="votes">Label 1 flags, label 0 leaves.</param>
    /// <param name="reliabilities">By rater: votes of those below <see cref="ReliabilityPolicy.Least"/> are passed over.</param>
    public static FittedFlags Fit(IEnumerable<Vote> votes, int items, IReadOnlyList<double> reliabilities)
    {
        var counted = votes.Where(vote => ReliabilityPolicy.IsAggregated(reliabilities[vote.Rater])).OrderBy(vote => vote.Item).ThenBy(vote => vote.Rater).ThenBy(vote => vote.Label).ToArray();
        var (skills, chance) = (Enumerable.Repeat(new FlagSkill(PriorHits, PriorSpared), reliabilities.Count).ToArray(), PriorChance);
        var objectives = new List<double>();
        var chances = new double?[items];
        for (var change = 1.0; change > Tolerance && objectives.Count < MostIterations;)
        {
            var (next, objective) = Expect(counted, items, skills, chance);
            objectives.Add(objective + Penalty(skills, chance));
            change = chances.Zip(next, (before, after) => Math.Abs((after ?? 0) - (before ?? 0))).DefaultIfEmpty().Max();
            chances = next;
            (skills, chance) = Maximize(counted, chances, reliabilities.Count);
        }
        return new(chances, skills, objectives);
    }

    private static (double?[] Chances, double LogLikelihood) Expect(Vote[] votes, int items, FlagSkill[] skills, double chance)
    {
        var (flagged, spared, seen) = (new double[items], new double[items], new bool[items]);
        foreach (var vote in votes)
        {
            var skill = skills[vote.Rater];
            flagged[vote.Item] += Math.Log(vote.Label == 1 ? skill.Hits : 1 - skill.Hits);
            spared[vote.Item] += Math.Log(vote.Label == 1 ? 1 - skill.Spared : skill.Spared);
            seen[vote.Item] = true;
        }
        var (chances, likelihood) = (new double?[items], 0.0);
        for (var item = 0; item < items; item++)
        {
            if (!seen[item])
                continue;
            var (yes, no) = (Math.Log(chance) + flagged[item], Math.Log(1 - chance) + spared[item]);
            var most = Math.Max(yes, no);
            var all = most + Math.Log(Math.Exp(yes - most) + Math.Exp(no - most));
            chances[item] = Math.Exp(yes - all);
            likelihood += all;
        }
        return (chances, likelihood);
    }

    private static (FlagSkill[] Skills, double Chance) Maximize(Vote[] votes, double?[] chances, int raters)
    {
        var (hit, flagged, left, spared) = (new double[raters], new double[raters], new double[raters], new double[raters]);
        foreach (var vote in votes)
        {
            var chance = chances[vote.Item] ?? 0;
            flagged[vote.Rater] += chance;
            spared[vote.Rater] += 1 - chance;
            hit[vote.Rater] += vote.Label == 1 ? chance : 0;
            left[vote.Rater] += vote.Label == 1 ? 0 : 1 - chance;
        }
        var known = chances.Where(chance => chance is not null).Select(chance => chance ?? 0).ToList();
        return ([.. Enumerable.Range(0, raters).Select(rater => new FlagSkill(
            (hit[rater] + (PriorVotes * PriorHits)) / (flagged[rater] + PriorVotes), (left[rater] + (PriorVotes * PriorSpared)) / (spared[rater] + PriorVotes)))],
            (known.Sum() + (PriorItems * PriorChance)) / (known.Count + PriorItems));
    }

    private static double Penalty(FlagSkill[] skills, double chance) => Beta(PriorItems, PriorChance, chance) + skills.Sum(skill => Beta(PriorVotes, PriorHits, skill.Hits) + Beta(PriorVotes, PriorSpared, skill.Spared));

    private static double Beta(double votes, double mean, double value) => votes * ((mean * Math.Log(value)) + ((1 - mean) * Math.Log(1 - value)));
}
