using System.Globalization;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Results;

/// <summary>Which scores are taken from a worker: numbers within what their kind can be. Whether they are true is not known here.</summary>
internal static class ScoreRules
{
    /// <summary>Null when all may be taken.</summary>
    public static Refusal? Check(PictureScores scores) =>
        Check("text_fit", scores.TextFit, -1, 1) ?? Check("aesthetic", scores.Aesthetic, -100, 100) ?? Check("nsfw", scores.Nsfw, 0, 1) ?? Check("watermark", scores.Watermark, 0, 1);

    /// <summary>Null when it may be taken, as none may.</summary>
    public static Refusal? CheckEmbedding(ReadOnlySpan<byte> embedding) =>
        embedding.Length <= PictureEmbedding.MaxBytes && (embedding.IsEmpty || embedding.ContainsAnyExcept((byte)0))
            ? null
            : Refusal.Invalid("embedding.malformed", "embedding", $"A picture's embedding has at most {PictureEmbedding.MaxBytes} bytes, and not only zeros. Leave it out, or mend the bundle's image encoder.");

    private static Refusal? Check(string field, double? score, int least, int most) =>
        score is null || (score >= least && score <= most) // no comparison holds for what is no number
            ? null
            : Refusal.Invalid("score.out_of_range", field, string.Create(CultureInfo.InvariantCulture,
                $"The picture's {field} is said to be {score}; it lies from {least} to {most}. Leave the score out, or mend the bundle's scoring."));
}
