using System.CommandLine;
using System.Diagnostics;
using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Benchmarks;

/// <summary>How long the fit of many comparisons takes, and how near it comes to the strengths that they were drawn from.</summary>
internal sealed class BradleyTerryCommand
{
    private readonly Option<int> _comparisons = new("--comparisons") { Description = "How many.", DefaultValueFactory = _ => 1_000_000 };
    private readonly Option<int> _items = new("--items") { Description = "Pictures that are compared.", DefaultValueFactory = _ => 100_000 };
    private readonly Option<int> _raters = new("--raters") { Description = "Who compare; a fifth of them answers blindly.", DefaultValueFactory = _ => 5000 };
    private readonly Option<int> _seed = new("--seed") { Description = "Of all that is drawn.", DefaultValueFactory = _ => 1 };

    public RootCommand Build()
    {
        var root = new RootCommand("Fits comparisons by Bradley-Terry with ties and raters' qualities.") { _comparisons, _items, _raters, _seed };
        root.SetAction(result => Run(result.GetValue(_comparisons), result.GetValue(_items), result.GetValue(_raters), new(result.GetValue(_seed))));
        return root;
    }

    private static int Run(int count, int items, int raters, Random random)
    {
        double[] truth = [.. Enumerable.Range(0, items).Select(_ => (4 * random.NextDouble()) - 2)], reliabilities = [.. Enumerable.Repeat(0.6, raters)];
        Comparison[] comparisons = [.. Enumerable.Range(0, count).Select(_ => Draw(truth, random.Next(raters), raters, random))];
        var (began, usage) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var fitted = BradleyTerry.Fit(comparisons, items, reliabilities);
        var (took, used) = (Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - usage);
        var correlation = truth.Zip(fitted.Scores).Aggregate(new Correlation(), (gathered, pair) => gathered.With(pair.First, pair.Second)).Value;
        Console.WriteLine($"{count:N0} comparisons of {items:N0} pictures by {raters:N0} raters: {took.TotalSeconds:0.0} s, {used.TotalSeconds:0.0} s of processor time, {fitted.Objectives.Count} iterations, "
            + $"{(fitted.HasConverged ? "converged" : "not converged")}; correlation with the truth {correlation:0.000}; {Environment.WorkingSet >> 20} MiB resident.");
        return 0;
    }

    private static Comparison Draw(double[] truth, int rater, int raters, Random random)
    {
        var left = random.Next(truth.Length);
        var right = (left + 1 + random.Next(truth.Length - 1)) % truth.Length;
        if (rater < raters / 5)
            return new(left, right, rater, (Preference)random.Next(3));
        var (one, other) = (Math.Exp(truth[left]), Math.Exp(truth[right]));
        var (tie, at) = (0.5 * Math.Sqrt(one * other), random.NextDouble());
        var all = one + other + tie;
        return new(left, right, rater, at * all < one ? Preference.Left : at * all < one + other ? Preference.Right : Preference.Tie);
    }
}
