using LaionGrid.Contracts;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>Pictures as rows of a release. Pure.</summary>
internal sealed class ReleaseRows(string version, string site, ReleaseKeys keys, LicensedBundles bundles, IReadOnlySet<string> commonDevices)
{
    private const string Other = "other";

    /// <param name="judgement">What the answers in the release come to; null where there are none.</param>
    /// <param name="shard">Where its bytes are; null when its row is alone.</param>
    public ImageRow ImageOf(ReleasedJob picture, string? shard, RatingSums ratings, PictureJudgement? judgement) => new()
    {
        Release = version,
        Uid = picture.JobId.ToString(),
        RequestUid = picture.RequestId.ToString(),
        IndexInRequest = picture.Index,
        File = shard is null ? null : $"{picture.JobId}.png",
        Shard = shard,
        Sha256 = picture.Sha256,
        Phash = picture.Hash,
        Prompt = picture.Settings.Prompt,
        NegativePrompt = picture.Settings.NegativePrompt,
        PromptSource = picture.RemixOf is null ? "user" : "remix",
        ParentUid = picture.RemixOf?.ToString(),
        ModelId = picture.Settings.BundleId,
        ModelSha256 = bundles.Find(picture.Settings.BundleId)?.Sha256,
        Seed = picture.Seed,
        Steps = picture.Settings.Steps,
        Cfg = picture.Settings.Guidance,
        Sampler = picture.Settings.Sampler.Name(),
        Width = picture.Settings.Width,
        Height = picture.Settings.Height,
        Format = "png",
        Engine = picture.Engine,
        GpuFamily = commonDevices.Contains(picture.Device) ? picture.Device : Other,
        RenderMs = picture.ClaimedAt is { } claimed && picture.EndedAt is { } ended ? (int)Math.Clamp((ended - claimed).TotalMilliseconds, 0, int.MaxValue) : null,
        Reproduced = picture.Verdict == Verdict.Accepted ? 1 : 0,
        UserKey = keys.Of(picture.Author),
        CreatedHour = Hours.Of(picture.AskedAt),
        ImageNsfw = (float?)picture.Scores.Nsfw,
        ClipSimilarity = (float?)picture.Scores.TextFit,
        AestheticPred = (float?)picture.Scores.Aesthetic,
        Pwatermark = (float?)picture.Scores.Watermark,
        NAesthetic = ratings.Count,
        AestheticMean = ratings.Mean,
        AestheticWmean = (float?)judgement?.RatingWeighted,
        AestheticSd = ratings.Deviation,
        BtScore = (float?)judgement?.Score,
        BtSe = (float?)judgement?.ScoreError,
        AlignmentMean = (float?)judgement?.AlignmentMean,
        Caption = judgement is { Caption.Length: > 0 } told ? told.Caption : null,
        Flags = LinesOf(judgement?.Flags),
        Tags = [.. LinesOf(judgement?.Medium), .. LinesOf(judgement?.Subject)],
        ArtifactMean = ratings.Severity,
        License = ReleaseConsent.Licence,
    };

    public LaionRow LaionOf(ImageRow row) =>
        new($"{site}/pictures/{row.Uid}.png", row.Prompt, row.Width, row.Height, row.PromptLang, row.ClipSimilarity, row.Pwatermark, row.ImageNsfw, row.AestheticPred, row.Phash);

    /// <summary>The models of these pictures, by name.</summary>
    public IEnumerable<ModelRow> ModelsOf(IEnumerable<string> ids) =>
        from id in ids.Order(StringComparer.Ordinal)
        let bundle = bundles.Find(id)
        where bundle is not null
        select new ModelRow(version, bundle.Id, bundle.Title, bundle.Version, bundle.Sha256, bundle.Licence);

    private static string[] LinesOf(string? lines) => lines?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
