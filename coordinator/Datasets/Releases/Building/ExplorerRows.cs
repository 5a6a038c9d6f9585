using LaionGrid.Datasets.Explorer;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>Rows of a release as the explorer has them. Pure.</summary>
internal static class ExplorerRows
{
    public const string File = "explorer.sqlite";

    /// <param name="embedding">Where CLIP places the picture; null when nobody said.</param>
    public static ExplorerRow Of(ImageRow row, byte[]? embedding) => new()
    {
        Uid = row.Uid,
        Prompt = row.Prompt,
        NegativePrompt = row.NegativePrompt.Length > 0 ? row.NegativePrompt : null,
        Caption = row.Caption,
        Model = row.ModelId,
        Sampler = row.Sampler,
        Source = row.PromptSource,
        Language = row.PromptLang,
        Steps = row.Steps,
        Cfg = row.Cfg,
        Seed = row.Seed,
        Width = row.Width,
        Height = row.Height,
        Created = row.CreatedHour,
        Score = row.AestheticPred,
        Rating = row.AestheticWmean ?? row.AestheticMean,
        Ratings = row.NAesthetic,
        Strength = row.BtScore,
        Similarity = row.ClipSimilarity,
        Unsafe = row.ImageNsfw,
        Watermark = row.Pwatermark,
        License = row.License,
        Tags = row.Tags,
        Flags = row.Flags,
        Phash = row.Phash,
        Embedding = embedding,
    };
}
