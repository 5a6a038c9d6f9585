using System.Globalization;
using System.Security.Cryptography;
using LaionGrid.Web.Coordinator.Jobs;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace LaionGrid.Web.Ask;

/// <summary>The form as it stands, in the visitor's own words: from an address, from a post, or empty.</summary>
public sealed record AskForm
{
    /// <summary>The value of <see cref="Size"/> that means "as the width and height fields say".</summary>
    public const string CustomSize = "custom";

    /// <summary>The value of <see cref="Size"/> that means "as the bundle likes it".</summary>
    public const string UsualSize = "usual";

    /// <summary>The field that a refusal of what the picture begins from names, as the coordinator spells it.</summary>
    public const string SourceField = "source_sha256";

    /// <inheritdoc cref="SourceField"/>
    public const string MaskField = "mask_sha256";

    private const int KeyBytes = 16;

    public string Prompt { get; init; } = "";

    public string Negative { get; init; } = "";

    public string Bundle { get; init; } = "";

    /// <summary>"WIDTHxHEIGHT" of a chip, <see cref="UsualSize"/>, <see cref="CustomSize"/>, or empty.</summary>
    public string Size { get; init; } = "";

    public string Width { get; init; } = "";

    public string Height { get; init; } = "";

    public string Count { get; init; } = "1";

    public string Seed { get; init; } = "";

    public string Steps { get; init; } = "";

    public string Guidance { get; init; } = "";

    public string Sampler { get; init; } = "";

    /// <summary>"unlisted" or "private"; anything else is public.</summary>
    public string Visibility { get; init; } = "";

    /// <summary>The picture that this is a remix of; empty for none.</summary>
    public string RemixOf { get; init; } = "";

    /// <summary>The picture that this begins from, as it was brought before; empty for none.</summary>
    public string Source { get; init; } = "";

    /// <summary>The picture of the grid that this begins from; empty for none.</summary>
    public string From { get; init; } = "";

    /// <summary>How much of that is made anew; empty for the usual part.</summary>
    public string Strength { get; init; } = "";

    /// <summary>Where, as it was brought before; empty for everywhere.</summary>
    public string Mask { get; init; } = "";

    /// <summary>Empty unless it is ticked.</summary>
    public string Verified { get; init; } = "";

    /// <summary>The version of the consent to a release that is ticked; empty when it is not. It is no part of the address: a link must not agree to anything.</summary>
    public string Release { get; init; } = "";

    /// <summary>New for each rendering of the form, so that sending one twice asks once.</summary>
    public string RequestKey { get; init; } = "";

    /// <summary>Whether this rendering, and so its key, is kept and shown to many; the form's script then makes a key of its own.</summary>
    public bool IsForAll { get; init; }

    public static AskForm Read(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var values = fields.ToDictionary(field => field.Key, field => field.Value.ToString().Trim(), StringComparer.OrdinalIgnoreCase);
        string Of(string name) => values.GetValueOrDefault(name, "");
        return new()
        {
            Prompt = WithPlainLineBreaks(Of("prompt")),
            Negative = WithPlainLineBreaks(Of("negative")),
            Bundle = Of("bundle"),
            Size = Of("size"),
            Width = Of("width"),
            Height = Of("height"),
            Count = Of("count") is { Length: > 0 } count ? count : "1",
            Seed = Of("seed"),
            Steps = Of("steps"),
            Guidance = Of("guidance"),
            Sampler = Of("sampler"),
            Visibility = Of("visibility"),
            RemixOf = Of("remix_of"),
            Source = Of("source"),
            From = Of("from"),
            Strength = Of("strength"),
            Mask = Of("mask"),
            Verified = Of("verified"),
            Release = Of("release"),
            RequestKey = Of("request_key"),
        };
    }

    public AskForm WithNewKey() => this with { RequestKey = RandomNumberGenerator.GetHexString(KeyBytes * 2, lowercase: true) };

    /// <summary>Width and height as they stand; both empty for the bundle's own. A chip names both at once; without one the two fields count.</summary>
    public (string Width, string Height) Sides => Size switch
    {
        UsualSize => ("", ""),
        "" or CustomSize => (Width, Height),
        _ => Size.Split('x', 2) is [var width, var height] ? (width, height) : (Size, Size),
    };

    /// <summary>The form's page with all of this filled in; two forms that ask the same have the same address.</summary>
    public string Address
    {
        get
        {
            var (width, height) = Sides;
            (string Name, string Value)[] fields =
            [
                ("prompt", Prompt), ("negative", Negative), ("bundle", Bundle), ("width", width), ("height", height), ("count", Count == "1" ? "" : Count),
                ("seed", Seed), ("steps", Steps), ("guidance", Guidance), ("sampler", Sampler), ("verified", Verified), ("visibility", Visibility), ("remix_of", RemixOf),
                ("source", Source), ("from", From), ("strength", Strength), ("mask", Mask),
            ];
            var query = new QueryBuilder(fields.Where(one => one.Value.Length > 0).Select(one => KeyValuePair.Create(one.Name, one.Value)));
            return $"/ask{query}";
        }
    }

    /// <summary>The form with another bundle and size. What was set for one bundle need not suit another, so it is left to that.</summary>
    internal AskForm With(NearestView nearest, bool isOtherBundle)
    {
        var sized = this with
        {
            Bundle = nearest.Bundle, Size = "",
            Width = nearest.Width.ToString(CultureInfo.InvariantCulture), Height = nearest.Height.ToString(CultureInfo.InvariantCulture),
        };
        return isOtherBundle ? sized with { Steps = "", Guidance = "", Sampler = "" } : sized;
    }

    /// <summary>Whether anything behind "Begin from a picture" is set.</summary>
    public bool HasSource => Source.Length + From.Length + Strength.Length + Mask.Length > 0;

    /// <summary>Whether anything behind "More control" is set.</summary>
    public bool HasDetail => Negative.Length + Seed.Length + Steps.Length + Guidance.Length + Sampler.Length + Verified.Length > 0 || Visibility is "unlisted" or "private";

    // Forms send CR LF for each line break, which would count twice against the prompt's length.
    private static string WithPlainLineBreaks(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
