namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>How ranks are counted: equal contributions share the rank of the first of them.</summary>
internal static class RankPolicy
{
    /// <param name="sums">The page's contributions, falling.</param>
    /// <param name="index">Which row of the page.</param>
    /// <param name="offset">Rows before the page.</param>
    /// <param name="aheadOfPage">Contributors with more than the page's first row.</param>
    public static int Rank(IReadOnlyList<long> sums, int index, int offset, int aheadOfPage)
    {
        var first = index;
        while (first > 0 && sums[first - 1] == sums[index])
            first--;
        return first == 0 ? aheadOfPage + 1 : offset + first + 1;
    }
}
