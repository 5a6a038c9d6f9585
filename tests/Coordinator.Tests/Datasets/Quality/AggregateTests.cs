using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Tests.Datasets.Quality;

public sealed class AggregateTests
{
    private const int Items = 5;
    private const int Raters = 6;

    private static readonly RaterScale Plain = new(5.5, 2, 1);
    private static readonly RaterEvidence[] Unknown = new RaterEvidence[Raters];

    [Fact]
    public void FitRatings_InAnotherOrder_IsTheSameToTheBit() => Check.QuickThrowOnFailure(Prop.ForAll(Ratings(), ratings =>
    {
        var (one, other) = (FitRatings.Fit(ratings, Items, Unknown), FitRatings.Fit(ratings.Reverse(), Items, Unknown));

        Assert.Equal(one.Items, other.Items);
        Assert.Equal(one.Raters, other.Raters);
    }));

    [Fact]
    public void FitRatings_OnItsOwnEvidence_IsTheSame() => Check.QuickThrowOnFailure(Prop.ForAll(Ratings(), ratings =>
    {
        var once = FitRatings.Fit(ratings, Items, Unknown);

        Assert.Equal(once.Items, FitRatings.Fit(ratings, Items, once.Evidence).Items);
    }));

    [Fact]
    public void Aggregate_WithAHigherAnswer_IsHigher() => Check.QuickThrowOnFailure(Prop.ForAll(Ratings(), ratings =>
    {
        var answers = ratings.Select(rating => (rating.Value, Plain with { Weight = 0.2 + (rating.Rater / 10.0) })).Append((4.0, Plain)).ToList();
        var (before, after) = (RatingAggregate.Of(answers, 5.5, 2), RatingAggregate.Of([.. answers.SkipLast(1), (5.0, Plain)], 5.5, 2));

        Assert.True(after.WeightedMean > before.WeightedMean);
        Assert.True(after.Mean > before.Mean);
        Assert.True(before.LowerBound < before.WeightedMean);
    }));

    [Fact]
    public void LowerBound_OfOneTen_LiesBelowThatOfManyEights()
    {
        var (one, many) = (RatingAggregate.Of([(10, Plain)], 5.5, 2), RatingAggregate.Of([.. Enumerable.Repeat((8.0, Plain), 12)], 5.5, 2));

        Assert.True(one.WeightedMean > many.WeightedMean);
        Assert.True(one.LowerBound < many.LowerBound);
    }

    [Fact]
    public void Aggregate_OfNobodyWhoCounts_HasAPlainMeanAlone() =>
        Assert.Equal(new(2, 3, Math.Sqrt(2), null, null), RatingAggregate.Of([(2, Plain with { Weight = 0.19 }), (4, Plain with { Weight = 0 })], 5.5, 2));

    [Fact]
    public void Weight_IsHighForGoodAnswersAndNothingForTheContrary()
    {
        var good = new RaterEvidence { GoldSeen = 20, GoldRight = 20, RepeatsSeen = 10, RepeatsKept = 10, Compared = 100, Agreement = 0.9, Timed = 100 };

        Assert.InRange(ReliabilityPolicy.Weight(good), 0.85, 1);
        Assert.InRange(ReliabilityPolicy.Weight(default), 0.4, 0.6);
        Assert.InRange(ReliabilityPolicy.Weight(good with { Agreement = 0 }), ReliabilityPolicy.Least, 0.35); // a dissenter of good faith is not zeroed
        Assert.InRange(ReliabilityPolicy.Weight(good with { Agreement = -0.7 }), 0, 0.01);
        Assert.InRange(ReliabilityPolicy.Weight(good with { GoldRight = 2 }), 0, 0.3);
        Assert.InRange(ReliabilityPolicy.Weight(good with { Hurried = 95 }), 0, 0.1);
        Assert.InRange(ReliabilityPolicy.Weight(good with { RepeatsKept = -3 }), 0, 0.3);
    }

    [Fact]
    public void Weight_WithMoreGoldRight_IsHigher() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte, byte)>(), seen =>
    {
        var evidence = new RaterEvidence { GoldSeen = seen.Item1 + 1, GoldRight = seen.Item1 / 2, Timed = 255, Hurried = seen.Item2, Compared = seen.Item3, Agreement = (seen.Item3 / 128.0) - 1 };

        var (before, after) = (ReliabilityPolicy.Weight(evidence), ReliabilityPolicy.Weight(evidence with { GoldRight = evidence.GoldRight + 1 }));

        Assert.True(before is >= 0 and <= 1 && after >= before);
    }));

    [Fact]
    public void FitVotes_FindsWhoAgreesBeyondChance()
    {
        var random = new Random(3);
        var truth = Enumerable.Range(0, 300).Select(_ => random.Next(3)).ToArray();
        var votes = truth.SelectMany((label, item) => Enumerable.Range(0, Raters).Select(rater => new Vote(item, rater, rater == 0 ? random.Next(3) : rater == 1 ? 0 : random.Next(10) == 0 ? random.Next(3) : label)));

        var agreement = FitVotes.Fit(votes, 300, 3, Unknown).Select(rater => rater.Agreement).ToArray();

        Assert.InRange(agreement[0], -0.1, 0.1); // by chance
        Assert.InRange(agreement[1], -0.1, 0.1); // always the same word, which is right a third of the time
        Assert.All(agreement[2..], one => Assert.InRange(one, 0.55, 1));
    }

    [Fact]
    public void FlagVotes_WithRatersThatFlagTooMuch_FindsTheTruthBetterThanTheMajority()
    {
        var (random, eager) = (new Random(5), 3);
        var truth = Enumerable.Range(0, 400).Select(_ => random.Next(8) == 0).ToArray();
        var votes = truth.SelectMany((isFlagged, item) => Enumerable.Range(0, 5).Select(rater =>
            new Vote(item, rater, rater < eager ? (random.Next(100) < (isFlagged ? 75 : 45) ? 1 : 0) : random.Next(20) == 0 == isFlagged ? 0 : 1))).ToList();

        var fitted = FlagVotes.Fit(votes, 400, [.. Enumerable.Repeat(0.8, 5)]);

        var byMajority = votes.GroupBy(vote => vote.Item).Count(item => item.Count(vote => vote.Label == 1) >= 3 == truth[item.Key]);
        var found = Enumerable.Range(0, 400).Count(item => fitted.Has(item) == truth[item]);
        Assert.True(found > byMajority + 20, $"{found} against {byMajority}");
        Assert.True(fitted.Skills[0].Spared < 0.7 && fitted.Skills[4].Spared > 0.85);
        Assert.All(fitted.Objectives.Zip(fitted.Objectives.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-9));
    }

    [Fact]
    public void ArtifactMap_OfTwoRatersOfWhomOneMarks_IsHalfThere()
    {
        var map = ArtifactMap.Mean([([(0.5, 0.25), (1, 1)], 0.5), ([], 0.5), ([(0, 0)], 0.1)])!;

        Assert.Equal((128, 128, 0, 0), (map[(8 * 32) + 16], map[1023], map[0], map[(8 * 32) + 20]));
        Assert.InRange(map.Count(cell => cell > 0), 7, 20);
        Assert.Null(ArtifactMap.Mean([([(0, 0)], 0.1)]));
    }

    [Fact]
    public void Majority_IsMoreThanHalfOfTheWeightThatCounts()
    {
        Assert.Equal("photo", Majority.Of([("photo", 0.6), ("anime", 0.5), ("anime", 0.15)]));
        Assert.Null(Majority.Of([("photo", 0.5), ("anime", 0.5)]));
        Assert.Null(Majority.Of([("photo", 0.5)], least: 2));
        Assert.Null(Majority.Of(Array.Empty<(string, double)>()));
        Assert.Equal([1, 4], Majority.Places([([4, 1, 1], 0.5), ([1, 4], 0.5), ([2], 0.9), ([3], 0.1)]).Take(2));
        Assert.Equal([], Majority.Places([([2], 0.5), ([], 0.5)]));
        Assert.True(Majority.Takes([(true, 0.5), (true, 0.4), (false, 0.6)]));
        Assert.False(Majority.Takes([(true, 0.9), (true, 0.9)]));
        Assert.Equal(4, Majority.Mean([(5, 0.5), (3, 0.5), (1, 0.1)]));
    }

    private static Arbitrary<Rating[]> Ratings() => Gen.ArrayOf(
        from item in Gen.Choose(0, Items - 1)
        from rater in Gen.Choose(0, Raters - 1)
        from value in Gen.Choose(1, 10)
        select new Rating(item, rater, value)).ToArbitrary();
}
