namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>
/// Where raters saw faults of a picture: a grid of 32 x 32 cells, row by row from the top left. Each rater marks the cells whose middles lie within a twentieth of the side from one of their points
/// (as Y. Liang et al., "Rich Human Feedback for Text-to-Image Generation", 2024, take points), and the cell of the point itself; the map is the raters' weighted mean. Pure.
/// </summary>
internal static class ArtifactMap
{
    public const int Side = 32;

    private const double Radius = 1 / 20.0;

    /// <summary>0 where nobody who counts marked, 255 where all did; null where nobody counts.</summary>
    /// <param name="answers">Of one picture: each rater's points, from 0 to 1 from the top left corner, none where they found no fault, and the rater's weight.</param>
    public static byte[]? Mean(IEnumerable<(IReadOnlyList<(double X, double Y)> Points, double Weight)> answers)
    {
        var (sums, weights) = (new double[Side * Side], 0.0);
        foreach (var (points, weight) in answers.Where(answer => ReliabilityPolicy.IsAggregated(answer.Weight)))
        {
            weights += weight;
            for (var cell = 0; cell < sums.Length; cell++)
                sums[cell] += points.Any(point => Covers(point, cell)) ? weight : 0;
        }
        return weights > 0 ? Array.ConvertAll(sums, sum => (byte)Math.Round(Math.Min(1, sum / weights) * byte.MaxValue)) : null;
    }

    private static bool Covers((double X, double Y) point, int cell)
    {
        var (column, row) = (cell % Side, cell / Side);
        var (x, y) = (((column + 0.5) / Side) - point.X, ((row + 0.5) / Side) - point.Y);
        return (x * x) + (y * y) <= Radius * Radius || (Place(point.X) == column && Place(point.Y) == row);
    }

    private static int Place(double at) => Math.Clamp((int)(at * Side), 0, Side - 1);
}
