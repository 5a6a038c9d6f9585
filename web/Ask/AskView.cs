using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Ask;

/// <summary>All that the form shows.</summary>
public sealed record AskView
{
    /// <summary>Counts that are offered as chips; any other may come by address.</summary>
    private static readonly string[] UsualCounts = ["1", "2", "4", "8"];

    public required AskForm Form { get; init; }

    /// <summary>The first is the default; empty when the coordinator is away.</summary>
    public required IReadOnlyList<BundleView> Bundles { get; init; }

    /// <summary>Null unless the form was refused.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>How long it may take; empty when not known.</summary>
    public string Estimate { get; init; } = "";

    public BundleView? Bundle => Bundles.FirstOrDefault(bundle => bundle.Id == Form.Bundle) ?? (Bundles is [var usual, ..] ? usual : null);

    public IReadOnlyList<SizeChip> Sizes => Bundle is { } bundle ? SizeChips.Of(bundle) : [];

    /// <summary>Which chip is picked: the form's, the one that the two sides name, or the bundle's default.</summary>
    public string PickedSize => (Form.Size, Form.Width, Form.Height) switch
    {
        ({ Length: > 0 } size, _, _) when size == AskForm.CustomSize || Sizes.Any(chip => chip.Value == size) => size,
        ("", "", "") => Bundle is { } bundle ? $"{bundle.DefaultWidth}x{bundle.DefaultHeight}" : "",
        var (_, width, height) => Sizes.FirstOrDefault(chip => chip.Value == $"{width}x{height}")?.Value ?? AskForm.CustomSize,
    };

    public IReadOnlyList<string> Counts => UsualCounts.Contains(Form.Count) ? UsualCounts : [.. UsualCounts, Form.Count];

    public string? RefusalAt(params ReadOnlySpan<string> fields) => Refusal is { } refusal && fields.Contains(refusal.Field) ? refusal.Message : null;

    /// <summary>The refusal when no field on the page is at fault.</summary>
    public string? GeneralRefusal => Refusal is { Field: not ("prompt" or "negative" or "bundle" or "width" or "height" or "count" or "seed" or "steps" or "guidance" or "sampler") } refusal
        ? refusal.Message
        : null;

    public bool IsDetailOpen => Form.HasDetail || RefusalAt("negative", "seed", "steps", "guidance", "sampler", "bundle") is not null;
}
