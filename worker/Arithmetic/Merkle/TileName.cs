using System.Globalization;

namespace LaionGrid.Arithmetic.Merkle;

/// <summary>
/// Names a tile of the log as C2SP's tlog-tiles does: up to 256 hashes of one level, or as many entries. A full tile never changes again; a
/// partial one is the beginning of a full one, as a tree of some size has it.
/// </summary>
/// <param name="Level">0 holds the hashes of leaves; each hash of level n + 1 stands for a full tile of level n. <see cref="Entries"/> for the leaves themselves.</param>
/// <param name="Index">Its place on its level, from 0.</param>
/// <param name="Width">Hashes or entries in it, 1 to 256.</param>
public readonly record struct TileName(int Level, long Index, int Width)
{
    public const int Height = 8;
    public const int FullWidth = 1 << Height;

    /// <summary>The level of bundles of entries.</summary>
    public const int Entries = -1;

    /// <summary>The highest that a tree of 2^63 leaves has.</summary>
    public const int MaxLevel = 7;

    public bool IsFull => Width == FullWidth;

    /// <summary>As in "tile/0/x001/234" or "tile/entries/003.p/17".</summary>
    public string Path => $"tile/{(Level == Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture))}/{Group(Index)}{(IsFull ? "" : $".p/{Width.ToString(CultureInfo.InvariantCulture)}")}";

    /// <summary>The tile that a tree of this size has here; null when it has none.</summary>
    public static TileName? Of(int level, long index, long size)
    {
        var all = size >> (Height * Math.Max(level, 0)); // hashes or entries on that level
        return index < (all + FullWidth - 1) / FullWidth ? new(level, index, (int)Math.Min(FullWidth, all - index * FullWidth)) : null;
    }

    /// <summary>Null for anything but a path as <see cref="Path"/> spells it.</summary>
    public static TileName? Parse(string path)
    {
        var parts = path.Split('/');
        if (parts.Length is < 3 or > 12 || parts[0] != "tile")
            return null;
        var isPartial = parts[^2].EndsWith(".p", StringComparison.Ordinal);
        var digits = isPartial ? parts[2..^1] : parts[2..];
        var (level, width) = (parts[1] == "entries" ? Entries : Number(parts[1], 1), isPartial ? Number(parts[^1], 3) : FullWidth);
        long index = 0;
        foreach (var part in digits)
            index = index > long.MaxValue / 1000 - 1 ? -1 : index < 0 ? index : index * 1000 + Math.Max(Number(part.Trim('x', '.', 'p'), 3), 0);
        if (index < 0 || width is < 1 or > FullWidth || level > MaxLevel || (parts[1] != "entries" && level < 0))
            return null;
        var read = new TileName(level, index, width);
        return read.Path == path ? read : null; // there is one spelling for each
    }

    private static string Group(long index)
    {
        var text = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (index /= 1000; index > 0; index /= 1000)
            text = $"x{(index % 1000).ToString("000", CultureInfo.InvariantCulture)}/{text}";
        return text;
    }

    private static int Number(string text, int most) =>
        text.Length <= most && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
