using System.Collections.Frozen;
using System.Text;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>
/// Which character a reader takes another for: compatibility forms (full width, in circles, mathematical), letters with marks, and letters of other
/// alphabets that look Latin. A table of our own, because the framework normalizes nothing where it runs without a culture's data.
/// </summary>
internal static class LookAlikes
{
    private const string Source = "LaionGrid.Coordinator.Moderation.Prompts.letters.txt";

    private static readonly FrozenDictionary<int, Rune> Table = Read();

    public static Rune Of(Rune written)
    {
        if (Table.TryGetValue(written.Value, out var read))
            return read;
        var lower = Rune.ToLowerInvariant(written);
        return Table.GetValueOrDefault(lower.Value, lower);
    }

    /// <summary>All that are read as this one.</summary>
    public static IEnumerable<Rune> For(char letter) => Table.Where(pair => pair.Value.Value == letter).Select(pair => new Rune(pair.Key));

    private static FrozenDictionary<int, Rune> Read()
    {
        using var stream = typeof(LookAlikes).Assembly.GetManifestResourceStream(Source) ?? throw new InvalidOperationException($"{Source} is not built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(line => line.Length > 2 && line[0] != '#')
            .SelectMany(line => line[2..].EnumerateRunes().Select(written => KeyValuePair.Create(written.Value, new Rune(line[0]))))
            .DistinctBy(pair => pair.Key).ToFrozenDictionary();
    }
}
