namespace LaionGrid.Diffusion.Scoring;

/// <summary>What the scoring networks of a bundle say of a picture. Null for what the bundle has no network for.</summary>
/// <param name="TextFit">How well the picture fits its prompt: the cosine of CLIP's embeddings, -1 to 1. Good pictures reach about 0.3 under CLIP ViT-L/14.</param>
/// <param name="Aesthetic">How well people would like it, about 1 to 10.</param>
/// <param name="Nsfw">How likely it is not safe for work, 0 to 1.</param>
/// <param name="IsUnsafe">Whether the bundle's safety checker would withhold it.</param>
public sealed record PictureScores(double? TextFit, double? Aesthetic, double? Nsfw, bool? IsUnsafe);
