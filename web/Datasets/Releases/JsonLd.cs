using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>
/// A release's own description in its page, where search engines for data sets look for it. It is a block of data, which no browser runs, so the rule that lets no script stand in pages lets it stand; every
/// character that could end it is written as an escape, which JSON reads as the same.
/// </summary>
internal static class JsonLd
{
    /// <summary>Null for what is no JSON.</summary>
    public static MarkupString? Of(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            // The serializer's usual escapes are those of HTML: <, >, &, ' and " within texts, and all that is not ASCII.
            return new($"<script type=\"application/ld+json\">{JsonSerializer.Serialize(document.RootElement)}</script>");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
