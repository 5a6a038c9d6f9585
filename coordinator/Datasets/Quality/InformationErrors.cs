namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>
/// Standard errors of scores from Fisher's information (R. A. Fisher, 1925). A comparison of weight w adds w times the variance of its result (1, 1/2 or 0) to both items' diagonal, and takes it off between them. Answers' weights are
/// taken as known, so where raters are doubtful the errors are a little too small. Pure.
/// </summary>
/// <param name="comparisons">Canonical and sorted.</param>
/// <param name="weights">By comparison.</param>
/// <param name="roots">Square roots of the items' strengths.</param>
/// <param name="ties">Davidson's nu.</param>
/// <param name="prior">Comparisons of each item with one of strength 1, without ties.</param>
internal sealed class InformationErrors(Comparison[] comparisons, double[] weights, double[] roots, double ties, double prior)
{
    /// <summary>Of each score against the mean of all: with C the inverse, C_ii - 2 sum_j(C_ij) / n + sum_ij(C_ij) / n^2. So how uncertain the whole scale is, which the prior alone holds, is left out.</summary>
    public double[] Exact()
    {
        var size = roots.Length;
        var matrix = new double[size * size];
        foreach (var (left, right, information) in Pairs())
            matrix[(left * size) + right] = matrix[(right * size) + left] = -information;
        var diagonal = Diagonal();
        for (var item = 0; item < size; item++)
            matrix[(item * size) + item] = diagonal[item];
        var factors = new Cholesky(matrix, size);
        var (own, sums) = (factors.InverseDiagonal(), factors.InverseRowSums());
        var whole = sums.Sum() / size / size;
        return [.. own.Zip(sums, (variance, sum) => Math.Sqrt(Math.Max(0, variance - (2 * sum / size) + whole)))];
    }

    /// <summary>
    /// As if an item's opponents were uncertain by their own comparisons only: 1 / (I_ii - sum(I_ij^2 / I_jj)), what eliminating all opponents at once leaves. Above what known opponents would give; linear in the comparisons.
    /// </summary>
    public double[] ByNeighbours()
    {
        var (diagonal, left) = (Diagonal(), Diagonal());
        foreach (var pair in Pairs())
        {
            left[pair.Left] -= pair.Information * pair.Information / diagonal[pair.Right];
            left[pair.Right] -= pair.Information * pair.Information / diagonal[pair.Left];
        }
        return [.. left.Select(one => 1 / Math.Sqrt(one))];
    }

    private double[] Diagonal()
    {
        var diagonal = roots.Select(root => root * root).Select(strength => prior * strength / ((1 + strength) * (1 + strength))).ToArray();
        foreach (var (left, right, information) in Pairs())
        {
            diagonal[left] += information;
            diagonal[right] += information;
        }
        return diagonal;
    }

    /// <summary>Each pair of items once, with what all its comparisons tell.</summary>
    private IEnumerable<(int Left, int Right, double Information)> Pairs()
    {
        for (var at = 0; at < comparisons.Length;)
        {
            var (left, right, weight) = (comparisons[at].Left, comparisons[at].Right, 0.0);
            for (; at < comparisons.Length && comparisons[at].Left == left && comparisons[at].Right == right; at++)
                weight += weights[at];
            yield return (left, right, weight * Variance(roots[left], roots[right]));
        }
    }

    private double Variance(double left, double right)
    {
        var all = (left * left) + (right * right) + (ties * left * right);
        var (win, tie) = (left * left / all, ties * left * right / all);
        return win + (tie / 4) - ((win + (tie / 2)) * (win + (tie / 2)));
    }
}
