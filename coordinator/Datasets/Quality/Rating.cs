namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>One answer on a scale.</summary>
/// <param name="Item">What was judged, from 0.</param>
/// <param name="Rater">Who did, from 0.</param>
internal readonly record struct Rating(int Item, int Rater, double Value);
