namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>How one bundle does in blind comparisons with others, as fitted last.</summary>
internal sealed class ArenaRating
{
    public required string BundleId { get; init; }

    public required int Comparisons { get; init; }

    /// <summary>See <see cref="Quality.FittedComparisons"/>.</summary>
    public required double Score { get; init; }

    public required double Error { get; init; }

    public required DateTimeOffset FittedAt { get; init; }
}
