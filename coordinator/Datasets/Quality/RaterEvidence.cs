namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>What is known of how one rater does one task.</summary>
internal readonly record struct RaterEvidence
{
    /// <summary>Answers where a right one is known, and how many of them were right.</summary>
    public int GoldSeen { get; init; }

    public double GoldRight { get; init; }

    /// <summary>Items shown a second time, and how far the answers were kept: 1 for each that was the same, see <see cref="ReliabilityPolicy.Kept(double, double, int)"/>.</summary>
    public int RepeatsSeen { get; init; }

    public double RepeatsKept { get; init; }

    /// <summary>Answers that others gave too, and how well the rater agrees with them: 1 wholly, 0 as chance would, below 0 against them.</summary>
    public int Compared { get; init; }

    public double Agreement { get; init; }

    /// <summary>Answers whose time is known, and how many came sooner than anybody could have looked.</summary>
    public int Timed { get; init; }

    public int Hurried { get; init; }
}
