using LaionGrid.Coordinator.Leaderboards;

namespace LaionGrid.Coordinator.Tests.Leaderboards;

public sealed class RankPolicyTests
{
    [Fact]
    public void Rank_WhenContributionsAreEqual_IsShared()
    {
        long[] page = [50, 40, 40, 30];

        Assert.Equal([1, 2, 2, 4], Ranks(page, offset: 0, ahead: 0));
    }

    [Fact]
    public void Rank_WhenThePageBeginsWithinATie_GoesOnWithTheTiesRank()
    {
        long[] page = [40, 40, 30];

        Assert.Equal([2, 2, 5], Ranks(page, offset: 2, ahead: 1));
    }

    private static IEnumerable<int> Ranks(long[] page, int offset, int ahead) =>
        Enumerable.Range(0, page.Length).Select(index => RankPolicy.Rank(page, index, offset, ahead));
}
