using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Leaderboards;

namespace LaionGrid.Coordinator.Tests.Leaderboards;

/// <summary>Whatever is added and removed, in whatever order: the ranking is a plain sorted list.</summary>
public sealed class RankingTests
{
    [Fact]
    public void Ranking_AfterAnyChanges_IsAPlainSort()
    {
        var changes = (from slot in Gen.Choose(0, 60) from score in Gen.Choose(0, 20) select (Slot: slot, Score: score)).ArrayOf();

        Prop.ForAll((from filled in changes from changed in changes select (filled, changed)).ToArbitrary(), play => Play(play.filled, play.changed))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120));
    }

    [Fact]
    public void Remove_OfASlotThatIsNotIn_SaysSo()
    {
        var ranking = new Ranking(Comparer<int>.Default);
        ranking.Fill([3, 1]);

        Assert.Throws<InvalidOperationException>(() => ranking.Remove(2));
    }

    private static void Play((int Slot, int Score)[] filled, (int Slot, int Score)[] changed)
    {
        var scores = filled.GroupBy(one => one.Slot).ToDictionary(group => group.Key, group => group.Last().Score);
        var order = Comparer<int>.Create((one, other) => (scores[other], one).CompareTo((scores[one], other)));
        var ranking = new Ranking(order);
        ranking.Fill(scores.Keys);
        AssertSorted(ranking, scores);
        foreach (var (slot, score) in changed)
        {
            if (scores.ContainsKey(slot))
                ranking.Remove(slot);
            scores.Remove(slot);
            if (score > 0)
            {
                scores[slot] = score;
                ranking.Add(slot);
            }
            AssertSorted(ranking, scores);
        }
    }

    private static void AssertSorted(Ranking ranking, Dictionary<int, int> scores)
    {
        var sorted = scores.OrderByDescending(one => one.Value).ThenBy(one => one.Key).Select(one => one.Key).ToList();
        Assert.Equal(sorted.Count, ranking.Count);
        Assert.Equal(sorted, ranking.Page(0, int.MaxValue));
        for (var offset = 0; offset <= sorted.Count; offset += 7)
            Assert.Equal(sorted.Skip(offset).Take(5), ranking.Page(offset, 5));
        for (var score = 0; score <= 20; score += 4)
            Assert.Equal(scores.Count(one => one.Value > score), ranking.CountWhile(slot => scores[slot] > score));
    }
}
