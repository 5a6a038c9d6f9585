using System.Globalization;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Datasets.Explorer.Images;
namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>The parameters of one of the explorer's addresses. What cannot be read is kept as the first fault, which says what to write instead; nothing is passed over in silence. An empty one is as if it were not there.</summary>
internal sealed class AskedQuery(IQueryCollection query)
{
    private const int Longest = 1000; // characters

    /// <summary>Null where everything could be read so far.</summary>
    public Refusal? Fault { get; private set; }

    public string Text(string name, string otherwise = "")
    {
        var text = query[name].FirstOrDefault()?.Trim() ?? "";
        return text.Length == 0 ? otherwise : text.Length <= Longest ? text : Wrong(name, $"is longer than {Longest} characters. Shorten it", otherwise);
    }

    public double? Number(string name) =>
        Text(name) is not { Length: > 0 } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : Wrong<double?>(name, "is no number. Write digits with a point, such as 6.5, or leave it out", null);

    /// <summary>A whole number that is not negative.</summary>
    public long Whole(string name, long otherwise) =>
        Text(name) is not { Length: > 0 } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Wrong(name, "is no whole number. Write digits alone, such as 20, or leave it out", otherwise);

    /// <summary>One of a few words, whatever their case.</summary>
    public string OneOf(string name, string otherwise, params IEnumerable<string> words) =>
        Text(name, otherwise).ToLowerInvariant() is var text && words.Contains(text) ? text : Wrong(name, $"is none of {string.Join(", ", words)}. Use one of these, or leave it out", otherwise);

    /// <summary>Where a page of pictures goes on; null for the first page.</summary>
    public ImageToken? Token(string name) =>
        Text(name) is not { Length: > 0 } text ? null : ImageToken.Parse(text) ?? Wrong<ImageToken?>(name, "is no mark of a page of this list. Begin at the first page, and follow its link to the next", null);

    /// <summary>Keeps what is wrong with a parameter, where nothing was before.</summary>
    public T Wrong<T>(string name, string fault, T otherwise)
    {
        Fault ??= Refusal.Invalid($"data.{name}", name, $"The address cannot be read: its \"{name}\" {fault}.");
        return otherwise;
    }
}
