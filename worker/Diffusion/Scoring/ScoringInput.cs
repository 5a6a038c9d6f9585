namespace LaionGrid.Diffusion.Scoring;

/// <summary>An input of a scoring network.</summary>
/// <param name="Names">That exporters give it.</param>
/// <param name="Sides">For one picture, text or embedding.</param>
internal sealed record ScoringInput(IReadOnlyList<string> Names, params IReadOnlyList<int> Sides);
