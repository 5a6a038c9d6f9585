namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>How comparisons are fitted.</summary>
internal sealed record BradleyTerrySettings
{
    public static BradleyTerrySettings Default { get; } = new();

    /// <summary>Comparisons of each item with an item of score 0, half won and half lost, that stand before its own: they hold the scale, and items that never lost.</summary>
    public double PriorComparisons { get; init; } = 1;

    /// <summary>Answers that stand before a rater's own, of which as many are informed as the rater's reliability says.</summary>
    public double PriorAnswers { get; init; } = 10;

    /// <summary>Whether raters may differ; otherwise every answer is taken as informed.</summary>
    public bool WeighsRaters { get; init; } = true;

    /// <summary>The fit ends when no score changes by more in an iteration.</summary>
    public double Tolerance { get; init; } = 1e-5;

    public int MostIterations { get; init; } = 1000;

    /// <summary>Up to so many items standard errors come from the whole information matrix; beyond, see <see cref="InformationErrors"/>.</summary>
    public int MostExactItems { get; init; } = 400;
}
