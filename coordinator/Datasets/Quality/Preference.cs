namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>Which of two is better.</summary>
internal enum Preference : byte
{
    Left,
    Right,

    /// <summary>Neither, be both good or bad.</summary>
    Tie,
}
