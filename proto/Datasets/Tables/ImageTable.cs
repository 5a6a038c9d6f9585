using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "images", in their order.</summary>
public static class ImageTable
{
    public const string Name = "images";

    public static ParquetColumns<ImageRow> Columns { get; } = new ParquetColumns<ImageRow>()
        .Text("release", row => row.Release).Text("uid", row => row.Uid).Text("request_uid", row => row.RequestUid).Int32("index_in_request", row => row.IndexInRequest)
        .TextOrNull("file", row => row.File).TextOrNull("shard", row => row.Shard).Text("sha256", row => row.Sha256).Int64OrNull("phash", row => row.Phash)
        .Text("prompt", row => row.Prompt).Text("negative_prompt", row => row.NegativePrompt).TextOrNull("prompt_lang", row => row.PromptLang)
        .Text("prompt_source", row => row.PromptSource).TextOrNull("parent_uid", row => row.ParentUid)
        .Text("model_id", row => row.ModelId).TextOrNull("model_sha256", row => row.ModelSha256)
        .Int64("seed", row => row.Seed).Int32("steps", row => row.Steps).Float("cfg", row => row.Cfg).Text("sampler", row => row.Sampler)
        .TextOrNull("scheduler", row => row.Scheduler).Int32OrNull("clip_skip", row => row.ClipSkip)
        .Int32("width", row => row.Width).Int32("height", row => row.Height).Text("format", row => row.Format)
        .Text("engine", row => row.Engine).Text("gpu_family", row => row.GpuFamily).Int32OrNull("render_ms", row => row.RenderMs).Int32("reproduced", row => row.Reproduced)
        .TextOrNull("user_key", row => row.UserKey).Timestamp("created_hour", row => row.CreatedHour)
        .FloatOrNull("image_nsfw", row => row.ImageNsfw).FloatOrNull("prompt_nsfw", row => row.PromptNsfw).FloatOrNull("clip_similarity", row => row.ClipSimilarity)
        .FloatOrNull("aesthetic_pred", row => row.AestheticPred).FloatOrNull("pwatermark", row => row.Pwatermark).TextOrNull("caption", row => row.Caption)
        .Int32("n_aesthetic", row => row.NAesthetic).FloatOrNull("aesthetic_mean", row => row.AestheticMean).FloatOrNull("aesthetic_wmean", row => row.AestheticWmean)
        .FloatOrNull("aesthetic_sd", row => row.AestheticSd).FloatOrNull("bt_score", row => row.BtScore).FloatOrNull("bt_se", row => row.BtSe)
        .FloatOrNull("artifact_mean", row => row.ArtifactMean).FloatOrNull("alignment_mean", row => row.AlignmentMean)
        .TextList("flags", row => row.Flags).TextList("tags", row => row.Tags)
        .Text("license", row => row.License).Bool("c2pa", row => row.C2pa).TextOrNull("watermark", row => row.Watermark);
}
