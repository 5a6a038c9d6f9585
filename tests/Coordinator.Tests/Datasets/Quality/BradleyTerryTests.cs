using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Tests.Datasets.Quality;

public sealed class BradleyTerryTests
{
    private const int Items = 6;
    private const int Raters = 4;

    private static readonly double[] Half = [.. Enumerable.Repeat(0.5, Raters)];

    [Fact]
    public void Objective_OverTheIterations_NeverFalls() => Check.QuickThrowOnFailure(Prop.ForAll(Answers(), comparisons =>
        Assert.All(BradleyTerry.Fit(comparisons, Items, Half).Objectives.Zip(BradleyTerry.Fit(comparisons, Items, Half).Objectives.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-9, $"{pair}"))));

    [Fact]
    public void Fit_OfAnswersInAnotherOrderAndWithSidesSwapped_IsTheSameToTheBit() => Check.QuickThrowOnFailure(Prop.ForAll(Answers(), comparisons =>
    {
        var (one, other) = (BradleyTerry.Fit(comparisons, Items, Half), BradleyTerry.Fit(comparisons.Reverse().Select(Swapped), Items, Half));

        Assert.Equal(one.Scores, other.Scores);
        Assert.Equal(one.Errors, other.Errors);
        Assert.Equal(one.Qualities, other.Qualities);
    }));

    [Fact]
    public void Fit_OfItemsUnderOtherNumbers_IsTheSameButForThem() => Check.QuickThrowOnFailure(Prop.ForAll(Answers(), comparisons =>
    {
        var one = BradleyTerry.Fit(comparisons, Items, Half).Scores;
        var other = BradleyTerry.Fit(comparisons.Select(answer => answer with { Left = Items - 1 - answer.Left, Right = Items - 1 - answer.Right }), Items, Half).Scores;

        Assert.All(one.Zip(other.Reverse()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }));

    [Fact]
    public void Fit_WithOneMoreWin_DoesNotLowerTheWinner() => Check.QuickThrowOnFailure(Prop.ForAll(Answers(), comparisons =>
    {
        var settings = new BradleyTerrySettings { WeighsRaters = false, Tolerance = 1e-8, MostIterations = 3000 };
        var before = BradleyTerry.Fit(comparisons, Items, Half, settings).Scores;
        var after = BradleyTerry.Fit(comparisons.Append(new(0, 1, 0, Preference.Left)), Items, Half, settings).Scores;

        Assert.True(after[0] >= before[0] - 1e-6, $"{before[0]} and {after[0]}");
        Assert.True(after[1] <= before[1] + 1e-6, $"{before[1]} and {after[1]}");
    }));

    [Fact]
    public void Fit_OfManyAnswersOfOnePair_FindsTheirOddsAndTies()
    {
        var answers = Repeat(Preference.Left, 600).Concat(Repeat(Preference.Right, 200)).Concat(Repeat(Preference.Tie, 200));

        var fitted = BradleyTerry.Fit(answers, 2, [0.5], new() { WeighsRaters = false, PriorComparisons = 0.1, Tolerance = 1e-8 });

        Assert.Equal(Math.Log(3), fitted.Scores[0] - fitted.Scores[1], 0.01);
        Assert.Equal(200 / Math.Sqrt(600 * 200), fitted.Ties, 0.01); // Davidson: ties^2 = nu^2 x wins x losses
    }

    [Fact]
    public void Errors_AreTheSpreadOfScoresOverRepeatedExperiments()
    {
        double[] truth = [-1, -0.5, 0, 0.2, 0.5, 0.8];
        var settings = new BradleyTerrySettings { WeighsRaters = false, PriorComparisons = 0.2 };
        var fits = Enumerable.Range(1, 200).Select(seed => BradleyTerry.Fit(Experiment(truth, 600, new(seed)), Items, Half, settings)).ToList();

        var spread = Enumerable.Range(0, Items).Select(item => Spread(fits, item)).ToList();

        for (var item = 0; item < Items; item++)
            Assert.InRange(fits.Average(fit => fit.Errors[item]) / spread[item], 0.85, 1.15);
        for (var item = 1; item < Items; item++)
            Assert.Equal(truth[item] - truth[0], fits.Average(fit => fit.Scores[item] - fit.Scores[0]), 0.1);
    }

    [Fact]
    public void ErrorsByNeighbours_OfManyItems_AreNearTheExact()
    {
        var (random, truth) = (new Random(1), new double[60]);
        foreach (ref var score in truth.AsSpan())
            score = (2 * random.NextDouble()) - 1;
        var comparisons = Experiment(truth, 600, random).ToList();
        var (exact, near) = (BradleyTerry.Fit(comparisons, 60, Half), BradleyTerry.Fit(comparisons, 60, Half, new() { MostExactItems = 0 }));

        Assert.All(exact.Errors.Zip(near.Errors), pair => Assert.InRange(pair.Second / pair.First, 0.85, 1.05));
    }

    [Fact]
    public void LowerBound_OfAnItemThatWonOnce_LiesBelowThatOfOneThatWonOften()
    {
        var answers = Enumerable.Range(0, 50).Select(at => new Comparison(0, 2, at % Raters, at % 5 == 0 ? Preference.Right : Preference.Left)).Append(new(1, 2, 0, Preference.Left));

        var fitted = BradleyTerry.Fit(answers, 3, Half);

        Assert.True(fitted.LowerBound(0) > fitted.LowerBound(1));
    }

    [Fact]
    public void Fit_WithoutAnswers_IsZeroAndVeryUncertain()
    {
        var fitted = BradleyTerry.Fit([], 3, Half);

        Assert.All(fitted.Scores, score => Assert.Equal(0, score));
        Assert.All(fitted.Errors, error => Assert.Equal(Math.Sqrt(4 * (1 - (1 / 3.0))), error, 9)); // one even comparison, against the mean of three
    }

    [Fact]
    public void Fit_OfAnItemWithItself_IsRefused() => Assert.Throws<ArgumentException>(() => BradleyTerry.Fit([new(1, 1, 0, Preference.Tie)], 3, Half));

    private static Comparison Swapped(Comparison answer) =>
        new(answer.Right, answer.Left, answer.Rater, answer.Preference switch { Preference.Left => Preference.Right, Preference.Right => Preference.Left, _ => Preference.Tie });

    private static Arbitrary<Comparison[]> Answers() => Gen.ArrayOf(
        from left in Gen.Choose(0, Items - 1)
        from step in Gen.Choose(1, Items - 1)
        from rater in Gen.Choose(0, Raters - 1)
        from preference in Gen.Choose(0, 2)
        select new Comparison(left, (left + step) % Items, rater, (Preference)preference)).ToArbitrary();

    private static IEnumerable<Comparison> Repeat(Preference preference, int count) => Enumerable.Repeat(new Comparison(0, 1, 0, preference), count);

    private static IEnumerable<Comparison> Experiment(double[] truth, int count, Random random) => Enumerable.Range(0, count).Select(at =>
    {
        var left = at % truth.Length;
        var right = (left + 1 + (at / truth.Length % (truth.Length - 1))) % truth.Length;
        return new Comparison(left, right, 0, random.NextDouble() < 1 / (1 + Math.Exp(truth[right] - truth[left])) ? Preference.Left : Preference.Right);
    });

    private static double Spread(List<FittedComparisons> fits, int item)
    {
        var mean = fits.Average(fit => fit.Scores[item]);
        return Math.Sqrt(fits.Average(fit => (fit.Scores[item] - mean) * (fit.Scores[item] - mean)));
    }
}
