using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Tests.Datasets.Quality;

/// <summary>What the quality model makes of raters whose temper, and of pictures whose worth, is known.</summary>
public sealed class SimulatedRatersTests
{
    private const int Raters = 100;
    private const int Items = 500;
    private const int Each = 10;

    private static readonly Temper[] FiveOfEach = [.. new[] { Temper.Lazy, Temper.Random, Temper.Contrarian, Temper.Colluding }.SelectMany(temper => Enumerable.Repeat(temper, 5))];

    public static TheoryData<int, string> SeedsAndTempers
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var seed in Enumerable.Range(1, 5))
            {
                data.Add(seed, "all");
                foreach (var temper in Enum.GetNames<Temper>().Skip(1))
                    data.Add(seed, temper);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(SeedsAndTempers))]
    public void WeightedMean_WithAFifthOfBadRaters_RanksAsWellAsThePlainMeanWithNone(int seed, string tempers)
    {
        var (world, spoiled) = (new SimulatedRaters(seed, Raters, Items, []), new SimulatedRaters(seed, Raters, Items, Bad(tempers)));
        var (honest, bad) = (Fit(world), Fit(spoiled));

        var goal = SimulatedRaters.RankCorrelation(world.Truth, honest.Items.Select(item => item!.Mean));
        var plain = SimulatedRaters.RankCorrelation(spoiled.Truth, bad.Items.Select(item => item!.Mean));
        var weighted = SimulatedRaters.RankCorrelation(spoiled.Truth, bad.Items.Select(item => item!.WeightedMean ?? double.NaN));

        Assert.True(plain < goal, "the bad raters do no harm, so nothing is shown");
        Assert.True(weighted >= goal, $"weighted {weighted:0.0000} with bad raters, plain {goal:0.0000} without them and {plain:0.0000} with them");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Weights_OfSpoilers_LieFarBelowThoseOfHonestRaters(int seed)
    {
        var world = new SimulatedRaters(seed, Raters, Items, FiveOfEach);

        var weights = Fit(world).Raters.Zip(world.Tempers, (rater, temper) => (rater.Weight, temper)).ToLookup(one => one.temper, one => one.Weight);

        var honest = weights[Temper.Honest].Order().ElementAt(4); // some honest raters are noisy beyond telling
        Assert.True(honest > 0.4, $"{honest}");
        Assert.All(weights[Temper.Contrarian].Concat(weights[Temper.Lazy]), weight => Assert.True(weight < ReliabilityPolicy.Least, $"{weight}"));
        Assert.True(weights[Temper.Random].Average() < ReliabilityPolicy.Least, $"{weights[Temper.Random].Average()}"); // one may be lucky for its fifty answers
        Assert.All(weights[Temper.Colluding].Concat(weights[Temper.Random]), weight => Assert.True(weight < honest, $"{weight}"));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void BradleyTerry_WithAFifthOfBadRaters_RegainsHalfOfTheHarmAndMore(int seed)
    {
        var (world, spoiled) = (new SimulatedRaters(seed, Raters, 200, []), new SimulatedRaters(seed, Raters, 200, FiveOfEach));
        var ((honest, _), (bad, evidence)) = (world.Compare(6000), spoiled.Compare(6000));
        var reliabilities = evidence.Select(ReliabilityPolicy.Weight).ToArray();
        double[] equal = [.. Enumerable.Repeat(0.9, Raters)];

        var plain = BradleyTerry.Fit(honest, 200, equal, new() { WeighsRaters = false });
        var misled = BradleyTerry.Fit(bad, 200, equal, new() { WeighsRaters = false });
        var weighed = BradleyTerry.Fit(bad, 200, reliabilities);

        var (goal, harm, reached) = (Rank(world, plain), Rank(spoiled, misled), Rank(spoiled, weighed));
        Assert.True(harm < goal - 0.01, $"{harm} and {goal}");
        Assert.True(reached > harm + ((goal - harm) / 2), $"weighed {reached:0.0000}, misled {harm:0.0000}, without bad raters {goal:0.0000}"); // a fifth of the answers is gone: the whole cannot come back
    }

    [Fact]
    public void BradleyTerry_Qualities_AreLeastForContrarians()
    {
        var world = new SimulatedRaters(7, Raters, 200, FiveOfEach);
        var (comparisons, _) = world.Compare(8000);

        var qualities = BradleyTerry.Fit(comparisons, 200, [.. Enumerable.Repeat(0.5, Raters)]).Qualities.Zip(world.Tempers).ToLookup(one => one.Second, one => one.First);

        Assert.True(qualities[Temper.Contrarian].Max() < qualities[Temper.Honest].Order().ElementAt(4));
        Assert.True(qualities[Temper.Random].Max() < qualities[Temper.Honest].Average());
    }

    private static double Rank(SimulatedRaters world, FittedComparisons fitted) => SimulatedRaters.RankCorrelation(world.Truth, fitted.Scores);

    private static Temper[] Bad(string tempers) => tempers == "all" ? FiveOfEach : [.. Enumerable.Repeat(Enum.Parse<Temper>(tempers), 20)];

    private static FittedRatings Fit(SimulatedRaters world)
    {
        var (ratings, evidence) = world.Rate(Each);
        return FitRatings.Fit(ratings, Items, evidence);
    }
}
