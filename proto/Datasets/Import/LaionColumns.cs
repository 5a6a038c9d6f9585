using System.Globalization;
using LaionGrid.Datasets.Explorer;

namespace LaionGrid.Datasets.Import;

/// <summary>Which columns of a LAION-style file mean what, whatever their case, and how their values become a row.</summary>
internal sealed class LaionColumns
{
    private static readonly (string Meaning, string[] Names)[] Known =
    [
        ("url", ["url"]), ("text", ["text", "caption"]), ("width", ["width"]), ("height", ["height"]), ("language", ["language", "lang"]), ("similarity", ["similarity"]), ("unsafe", ["punsafe"]),
        ("watermark", ["pwatermark"]), ("score", ["aesthetic_score", "aesthetic"]),
    ];

    private readonly Dictionary<string, int> _places = [];

    /// <param name="columns">The file's, in its order.</param>
    /// <exception cref="InvalidDataException">It has neither URL nor TEXT.</exception>
    public LaionColumns(IReadOnlyList<string> columns)
    {
        foreach (var (meaning, names) in Known)
        {
            if (names.Select(name => columns.FirstOrDefault(column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(column => column is not null) is not { } found)
                continue;
            _places[meaning] = Used.Count;
            Used.Add(found);
        }
        if (!_places.ContainsKey("text"))
            throw new InvalidDataException($"The file has no column TEXT. Its columns are {string.Join(", ", columns.Take(20))}; URL, TEXT, WIDTH, HEIGHT, similarity, punsafe, pwatermark and AESTHETIC_SCORE are looked for.");
    }

    /// <summary>The file's columns that mean something here; values come in this order.</summary>
    public List<string> Used { get; } = [];

    /// <param name="number">From 1; names the row.</param>
    /// <exception cref="InvalidDataException">A value is of the wrong type; the message names row and column.</exception>
    public ExplorerRow RowOf(IReadOnlyList<object?> values, long number) => new()
    {
        Uid = number.ToString(CultureInfo.InvariantCulture),
        Prompt = Text(values, "text", number) ?? "",
        Url = Text(values, "url", number),
        Language = Text(values, "language", number),
        Width = Pixels(values, "width", number),
        Height = Pixels(values, "height", number),
        Similarity = Real(values, "similarity", number),
        Unsafe = Real(values, "unsafe", number),
        Watermark = Real(values, "watermark", number),
        Score = Real(values, "score", number),
    };

    private string? Text(IReadOnlyList<object?> values, string meaning, long number) => Value(values, meaning) switch
    {
        null => null,
        string text => text.Length == 0 && meaning != "text" ? null : text,
        var other => throw Wrong(meaning, number, other, "a text"),
    };

    private double? Real(IReadOnlyList<object?> values, string meaning, long number) => Value(values, meaning) switch
    {
        null or "" => null,
        long whole => whole,
        double real => double.IsFinite(real) ? real : null,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => double.IsFinite(real) ? real : null,
        var other => throw Wrong(meaning, number, other, "a number"),
    };

    private int? Pixels(IReadOnlyList<object?> values, string meaning, long number) =>
        Real(values, meaning, number) is not { } real ? null : real is >= 0 and <= int.MaxValue ? (int)real : throw Wrong(meaning, number, real, "a number of pixels");

    private object? Value(IReadOnlyList<object?> values, string meaning) => _places.TryGetValue(meaning, out var place) ? values[place] : null;

    private InvalidDataException Wrong(string meaning, long number, object value, string wanted)
    {
        const int Shown = 40;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return new($"Row {number}, column {Used[_places[meaning]]}: \"{(text.Length > Shown ? $"{text[..Shown]}…" : text)}\" is not {wanted}.");
    }
}
