namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>One answer that is one of several words.</summary>
/// <param name="Item">What was judged, from 0.</param>
/// <param name="Rater">Who did, from 0.</param>
/// <param name="Label">The word, from 0.</param>
internal readonly record struct Vote(int Item, int Rater, int Label);
