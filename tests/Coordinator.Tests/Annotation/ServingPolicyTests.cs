using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Rewards;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Tests.Annotation;

public sealed class ServingPolicyTests
{
    private static readonly PoolPicture Boat = Picture(1, "a red boat on the beach");
    private static readonly PoolPicture Cat = Picture(2, "fluffy cat portrait");
    private static readonly Rater Somebody = new(null, "rater");

    [Fact]
    public void Candidates_WithFewAnswersOrDisagreement_ComeFirst()
    {
        var pool = TallyPolicy.Count([Boat, Cat, Picture(3, "tree")], [Rated(1, 5), Rated(1, 5), Rated(2, 1), Rated(2, 10)]);

        var order = ServingPolicy.For(Somebody, TaskKind.Aesthetic, pool, [], () => 0).Select(one => one.JobId.Value.ToByteArray(bigEndian: true)[15]);

        Assert.Equal([2, 3, 1], order); // disputed, unseen, agreed on
    }

    [Fact]
    public void Candidates_OfPairs_AreOfOnePrompt_AndCountBothOrdersAsOne()
    {
        var pictures = new[] { Picture(1, "A  boat"), Picture(2, "a boat"), Picture(3, "a cat") };
        var answers = Enumerable.Range(0, 3).Select(index => Compared(index % 2 == 0 ? (1, 2) : (2, 1), index % 2 == 0 ? Preference.First : Preference.Second));

        Assert.Single(ServingPolicy.For(Somebody, TaskKind.Compare, TallyPolicy.Count(pictures, []), [], () => 0));
        Assert.Empty(ServingPolicy.For(Somebody, TaskKind.Compare, TallyPolicy.Count(pictures, answers), [], () => 0)); // three of one mind are enough
        var split = answers.Take(2).Append(Compared((1, 2), Preference.Second)).Append(Compared((1, 2), Preference.Second));
        Assert.Single(ServingPolicy.For(Somebody, TaskKind.Compare, TallyPolicy.Count(pictures, split), [], () => 0));
    }

    [Fact]
    public void Gold_OfAPrompt_HasOneStrangeWord_AndPassesWhenItIsMarked() => Prop.ForAll(Gen.Choose(0, 999).ToArbitrary(), chance =>
    {
        var plain = new Candidate(TaskKind.Match, Boat.Id, null, Candidates.ShownOf(TaskKind.Match, Boat), ItemKey.Of(TaskKind.Match, Boat.Id));
        var gold = GoldPolicy.Of(plain, Boat, [Cat], chance / 1000.0)!;
        var place = Assert.Single(Enumerable.Range(0, plain.Shown.Words.Count), at => plain.Shown.Words[at] != gold.Shown.Words[at]);
        Assert.Contains(gold.Shown.Words[place], PromptWords.Of(Cat.Prompt));
        Assert.True(GoldPolicy.Passed(gold.Gold!, new MatchAnswer(3, gold.Shown.Words, [place], [])));
        Assert.False(GoldPolicy.Passed(gold.Gold!, new MatchAnswer(5, gold.Shown.Words, [], [])));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Gold_OfAPair_IsMadeOnlyOfPromptsThatShareNoWord()
    {
        var plain = new Candidate(TaskKind.Compare, Boat.Id, Picture(9, Boat.Prompt).Id, new() { Prompt = Boat.Prompt }, default);

        var gold = GoldPolicy.Of(plain, Boat, [Picture(3, "a boat of another kind, on a beach"), Cat], 0.9)!;

        Assert.Equal((Cat.Id, Boat.Id), (gold.JobId, gold.OtherJobId!.Value));
        Assert.True(GoldPolicy.Passed(gold.Gold!, new CompareAnswer(Preference.Second)));
        Assert.False(GoldPolicy.Passed(gold.Gold!, new CompareAnswer(Preference.Tie)));
        Assert.Null(GoldPolicy.Of(plain, Boat, [Picture(3, "the beach again")], 0.9));
        Assert.Null(GoldPolicy.Of(plain with { Kind = TaskKind.Flags }, Boat, [Cat], 0.9)); // nothing here makes a picture that must be flagged
    }

    [Fact]
    public void Caption_ThatOthersTurnDown_IsWantedOnceMore()
    {
        var id = new AnswerId(Id(77));
        var caption = new CountedAnswer(id, TaskKind.Caption, 1, Boat.Id, null, "writer", AnswerJson.Write(new CaptionAnswer("", "A boat.")));
        CountedAnswer Vote(bool isOk) => new(default, TaskKind.CaptionVote, 1, Boat.Id, null, "voter", AnswerJson.Write(new CaptionVoteAnswer(id.ToString(), isOk)));

        Assert.True(TallyPolicy.Count([Boat], [caption]).TallyOf(ItemKey.Of(TaskKind.Caption, Boat.Id)).IsDone(TaskKind.Caption));
        Assert.True(TallyPolicy.Count([Boat], [caption, Vote(true), Vote(true), Vote(false)]).TallyOf(ItemKey.Of(TaskKind.Caption, Boat.Id)).IsDone(TaskKind.Caption));
        Assert.False(TallyPolicy.Count([Boat], [caption, Vote(false), Vote(true), Vote(false)]).TallyOf(ItemKey.Of(TaskKind.Caption, Boat.Id)).IsDone(TaskKind.Caption));
        Assert.Empty(ServingPolicy.For(new(null, "writer"), TaskKind.CaptionVote, TallyPolicy.Count([Boat], [caption]), [], () => 0)); // nobody votes on their own
    }

    [Fact]
    public void Shift_WhateverIsAnswered_StaysWithinNineTenthsOfThePrice() => Prop.ForAll(
        (from price in Gen.Choose(1, 1_000_000) from start in Gen.Choose(0, 1_000_000) from points in Gen.Choose(1, 15).ArrayOf() select (price, start, points)).ToArbitrary(), given =>
        {
            var (start, finish) = ((long)given.start, (long)given.start + given.price);
            foreach (var points in given.points)
            {
                var moved = WaitingShiftPolicy.Moved(start, finish, given.price, points);
                Assert.InRange(moved, given.start - (0.9 * given.price), start);
                start = moved;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rewards_OfWhateverWasEarned_StayWithinTheirBounds() => Prop.ForAll(
        (from kind in Gen.Elements(Enum.GetValues<TaskKind>()) from earned in Gen.Choose(0, 100_000) from set in Gen.Choose(0, 100_000) from refunded in Gen.Choose(0, 100_000) from passed in Gen.Choose(0, 50) from failed in Gen.Choose(0, 50)
         select (kind, earned, set, refunded, passed, failed)).ToArbitrary(), given =>
        {
            var promise = RewardPolicy.Promise(given.kind, 100, given.earned, 200);
            Assert.InRange(promise, 0, TaskRules.Of(given.kind).Points * 100);
            Assert.True(promise == 0 || given.earned + promise <= 200 * 100);
            var refund = RewardPolicy.Refund(promise, given.set, given.refunded);
            Assert.True(refund >= 0 && refund <= promise && (refund == 0 || given.refunded + refund <= 0.9 * given.set));
            var reliability = RewardPolicy.Reliability(given.passed, given.failed);
            Assert.InRange(reliability, 0, 1);
            Assert.InRange(RewardPolicy.Pay(promise, reliability), 0, promise);
        }).QuickCheckThrowOnFailure();

    private static PoolPicture Picture(byte number, string prompt) => new(new(Id(number)), AccountId.Anonymous, "asker", prompt);

    private static CountedAnswer Rated(byte job, int rating) => new(default, TaskKind.Aesthetic, 1, new(Id(job)), null, "other", AnswerJson.Write(new AestheticAnswer(rating)));

    private static CountedAnswer Compared((int One, int Other) pair, Preference choice) => new(default, TaskKind.Compare, 1, new(Id((byte)pair.One)), new JobId(Id((byte)pair.Other)), "other", AnswerJson.Write(new CompareAnswer(choice)));

    private static Guid Id(byte number) => new([0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number], bigEndian: true);
}
