using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace LaionGrid.Web.Ask;

/// <summary>The form as it stands, in the visitor's own words: from an address, from a post, or empty.</summary>
public sealed record AskForm
{
    /// <summary>The value of <see cref="Size"/> that means "as the width and height fields say".</summary>
    public const string CustomSize = "custom";

    private const int KeyBytes = 16;

    public string Prompt { get; init; } = "";

    public string Negative { get; init; } = "";

    public string Bundle { get; init; } = "";

    /// <summary>"WIDTHxHEIGHT" of a chip, <see cref="CustomSize"/>, or empty.</summary>
    public string Size { get; init; } = "";

    public string Width { get; init; } = "";

    public string Height { get; init; } = "";

    public string Count { get; init; } = "1";

    public string Seed { get; init; } = "";

    public string Steps { get; init; } = "";

    public string Guidance { get; init; } = "";

    public string Sampler { get; init; } = "";

    /// <summary>Empty unless it is ticked.</summary>
    public string Verified { get; init; } = "";

    /// <summary>New for each rendering of the form, so that sending one twice asks once.</summary>
    public string RequestKey { get; init; } = "";

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
            Verified = Of("verified"),
            RequestKey = Of("request_key"),
        };
    }

    public AskForm WithNewKey() => this with { RequestKey = RandomNumberGenerator.GetHexString(KeyBytes * 2, lowercase: true) };

    /// <summary>Whether anything behind "More control" is set.</summary>
    public bool HasDetail => Negative.Length + Seed.Length + Steps.Length + Guidance.Length + Sampler.Length + Verified.Length > 0;

    // Forms send CR LF for each line break, which would count twice against the prompt's length.
    private static string WithPlainLineBreaks(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
