namespace LaionGrid.Coordinator.Datasets.Releases.Eligibility;

/// <summary>
/// How many pictures one author may have in a release: a hundredth of all that are then in it, so that nobody's fixations become the data. A young grid has fewer than
/// a hundred authors, of whom none could have any; a floor lets each have some. Pure.
/// </summary>
internal static class AuthorSharePolicy
{
    private const int Part = 100;

    /// <summary>
    /// The greatest c with 100 c &lt;= sum over authors of min(n, c), or the floor if that is more. The sum less 100 c is concave in c and 0 at 0, so the c that hold are an interval from 0 and halving finds its end.
    /// </summary>
    /// <param name="counts">Of each author's pictures that would be released.</param>
    public static int Most(IReadOnlyCollection<int> counts, int floor)
    {
        var (holds, fails) = (0, (counts.Count == 0 ? 0 : counts.Max()) + 1);
        while (fails - holds > 1)
        {
            var middle = holds + ((fails - holds) / 2);
            if (counts.Sum(count => (long)Math.Min(count, middle)) >= (long)Part * middle)
                holds = middle;
            else
                fails = middle;
        }
        return Math.Max(holds, floor);
    }
}
