using System.Globalization;
using System.Text;

namespace LaionGrid.Web.Gallery;

/// <summary>The beginning of a text for places with room for little: on one line, and never cut inside what a reader sees as one character. Pure.</summary>
internal static class Excerpt
{
    private const int TitleLength = 70;
    private const int DescriptionLength = 200;

    // Characters that a reader sees as one may be any number; beyond this a text is made to break things.
    private const int MaxElement = 32;

    public static string ForTitle(string text) => Of(text, TitleLength);

    public static string ForDescription(string text) => Of(text, DescriptionLength);

    /// <param name="most">Characters as a reader counts them.</param>
    private static string Of(string text, int most)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var cut = new StringBuilder();
        for (var (at, taken) = (0, 0); at < line.Length; taken++)
        {
            if (taken == most)
                return $"{cut.ToString().TrimEnd()}…";
            var length = StringInfo.GetNextTextElementLength(line, at);
            if (length <= MaxElement)
                cut.Append(line, at, length);
            at += length;
        }
        return cut.ToString();
    }
}
