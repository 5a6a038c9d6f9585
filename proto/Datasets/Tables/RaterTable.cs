using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "raters", in their order.</summary>
public static class RaterTable
{
    public const string Name = "raters";

    public static ParquetColumns<RaterRow> Columns { get; } = new ParquetColumns<RaterRow>()
        .Text("release", row => row.Release).Text("rater_key", row => row.RaterKey).Int32("answers", row => row.Answers).Text("tenure_bucket", row => row.TenureBucket).Text("n_bucket", row => row.NBucket).FloatOrNull("aesthetic_mean", row => row.AestheticMean).FloatOrNull("aesthetic_deviation", row => row.AestheticDeviation)
        .FloatOrNull("reliability_aesthetic", row => row.ReliabilityAesthetic).FloatOrNull("reliability_compare", row => row.ReliabilityCompare).FloatOrNull("reliability_artifacts", row => row.ReliabilityArtifacts)
        .FloatOrNull("reliability_match", row => row.ReliabilityMatch).FloatOrNull("reliability_caption", row => row.ReliabilityCaption).FloatOrNull("reliability_caption_vote", row => row.ReliabilityCaptionVote)
        .FloatOrNull("reliability_flags", row => row.ReliabilityFlags).FloatOrNull("reliability_tags", row => row.ReliabilityTags);
}
