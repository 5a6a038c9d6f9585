namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>What two different answers are apart.</summary>
internal enum AlphaMetric
{
    /// <summary>As good as any other two.</summary>
    Nominal,

    /// <summary>By how many answers lie between them.</summary>
    Ordinal,

    /// <summary>By the square of their difference.</summary>
    Interval,
}
