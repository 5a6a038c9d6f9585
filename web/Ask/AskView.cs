using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Ask;

/// <summary>All that the form shows.</summary>
public sealed record AskView
{
    private const int ExamplesPerBundle = 3;

    /// <summary>Counts that are offered as chips; any other may come by address.</summary>
    private static readonly string[] UsualCounts = ["1", "2", "4", "8"];

    public required AskForm Form { get; init; }

    /// <summary>The first is the default; empty when the coordinator is away.</summary>
    public required IReadOnlyList<BundleView> Bundles { get; init; }

    /// <summary>The latest pictures, for examples of what a bundle makes.</summary>
    public IReadOnlyList<PictureView> Recent { get; init; } = [];

    /// <summary>What the form would come to; null when that is not known.</summary>
    public EstimateView? Estimate { get; init; }

    /// <summary>Why the form as it stands could not be sent; null when it could, or was sent and has its <see cref="Refusal"/>.</summary>
    public Refusal? EstimateRefusal { get; init; }

    /// <summary>Null unless the form was refused.</summary>
    public Refusal? Refusal { get; init; }

    public BundleView? Bundle => Bundles.FirstOrDefault(bundle => bundle.Id == Form.Bundle) ?? (Bundles is [var usual, ..] ? usual : null);

    public IReadOnlyList<SizeChip> Sizes => Bundle is { } bundle ? SizeChips.Of(bundle) : [];

    /// <summary>Which chip is picked: the form's, the one of the same shape where another bundle draws other sizes, or the usual one.</summary>
    public string PickedSize => SizeChips.Pick(Form, Sizes);

    /// <summary>What stands in the fields of a size of one's own.</summary>
    public (string Width, string Height) CustomSides => PickedSize == AskForm.CustomSize ? Form.Sides : ("", "");

    public IReadOnlyList<string> Counts => UsualCounts.Contains(Form.Count) ? UsualCounts : [.. UsualCounts, Form.Count];

    public IReadOnlyList<PictureView> ExamplesOf(BundleView bundle) => [.. Recent.Where(picture => picture.Settings.Bundle == bundle.Id && picture.Job.HasPicture).Take(ExamplesPerBundle)];

    public string? RefusalAt(params ReadOnlySpan<string> fields) => (Refusal ?? EstimateRefusal) is { } refusal && fields.Contains(refusal.Field) ? refusal.Message : null;

    /// <summary>The refusal when no field on the page is at fault.</summary>
    public string? GeneralRefusal => Refusal is { Field: not ("prompt" or "negative" or "bundle" or "width" or "height" or "count" or "seed" or "steps" or "guidance" or "sampler" or "visibility" or "strength" or AskForm.SourceField or AskForm.MaskField) } refusal
        ? refusal.Message
        : null;

    public bool IsSourceOpen => Form.HasSource || RefusalAt("strength", AskForm.SourceField, AskForm.MaskField) is not null;

    public bool IsDetailOpen => Form.HasDetail || RefusalAt("negative", "seed", "steps", "guidance", "sampler", "visibility") is not null;

    /// <summary>The form's address with the nearest that somebody can make instead; null when there is no need.</summary>
    public string? NearestAddress => Estimate?.Nearest is { } nearest ? Form.With(nearest, isOtherBundle: nearest.Bundle != Bundle?.Id).Address : null;

    /// <summary>That, in words.</summary>
    public string? NearestWords => Estimate?.Nearest is { } nearest
        ? $"{Bundles.FirstOrDefault(bundle => bundle.Id == nearest.Bundle)?.Title ?? nearest.Bundle} at {nearest.Width} × {nearest.Height} can be made now."
        : null;
}
