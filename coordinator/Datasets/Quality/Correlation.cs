namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>Pearson's correlation of pairs, gathered one by one (B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products", 1962).</summary>
internal readonly record struct Correlation
{
    public int Count { get; private init; }

    private double MeanX { get; init; }

    private double MeanY { get; init; }

    private double XX { get; init; }

    private double YY { get; init; }

    private double XY { get; init; }

    /// <summary>From -1 to 1; 0 where one side does not vary.</summary>
    public double Value => XX > 1e-12 && YY > 1e-12 ? Math.Clamp(XY / Math.Sqrt(XX * YY), -1, 1) : 0;

    public Correlation With(double x, double y)
    {
        var count = Count + 1;
        var (fromX, fromY) = (x - MeanX, y - MeanY);
        var (meanX, meanY) = (MeanX + (fromX / count), MeanY + (fromY / count));
        return new() { Count = count, MeanX = meanX, MeanY = meanY, XX = XX + (fromX * (x - meanX)), YY = YY + (fromY * (y - meanY)), XY = XY + (fromX * (y - meanY)) };
    }
}
