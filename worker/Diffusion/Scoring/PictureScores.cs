namespace LaionGrid.Diffusion.Scoring;

/// <summary>What the scoring networks of a bundle say of a picture. Null for what the bundle has no network for.</summary>
/// <param name="TextFit">How well the picture fits its prompt: the cosine of CLIP's embeddings, -1 to 1. Good pictures reach about 0.3 under CLIP ViT-L/14.</param>
/// <param name="Aesthetic">How well people would like it, about 1 to 10.</param>
/// <param name="Nsfw">How likely it is not safe for work, 0 to 1.</param>
/// <param name="IsUnsafe">Whether the bundle's safety checker would withhold it.</param>
public sealed record PictureScores(double? TextFit, double? Aesthetic, double? Nsfw, bool? IsUnsafe)
{
    /// <summary>How likely a watermark is visible, 0 to 1.</summary>
    public double? Watermark { get; init; }

    /// <summary>CLIP's embedding of the picture, as signed bytes: each number by the greatest magnitude, times 127, rounded. Null without an image encoder. Of one bundle, close directions are like pictures.</summary>
    public byte[]? Embedding { get; init; }
}
