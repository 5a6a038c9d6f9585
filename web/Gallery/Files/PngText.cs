using System.Text;

namespace LaionGrid.Web.Gallery.Files;

/// <summary>A text in a PNG.</summary>
/// <param name="Key">1 to 79 printable ASCII characters, such as "parameters".</param>
internal sealed record PngText(string Key, string Text)
{
    /// <summary>The chunk that holds it: Latin-1 where that is enough, which the oldest readers know too; UTF-8 otherwise.</summary>
    public (string Type, byte[] Data) ToChunk()
    {
        var (key, text) = (Encoding.ASCII.GetBytes(Key), Text.Replace('\0', ' ')); // PNG cannot hold a null
        return IsLatin(text)
            ? ("tEXt", [.. key, 0, .. Encoding.Latin1.GetBytes(text)])
            : ("iTXt", ToInternational(key, text));
    }

    /// <summary>As UTF-8 whatever it holds: readers of XMP look for nothing else.</summary>
    public (string Type, byte[] Data) ToInternationalChunk() => ("iTXt", ToInternational(Encoding.ASCII.GetBytes(Key), Text));

    /// <summary>Null for a chunk that holds no text, or a compressed one: nothing of a stranger's is unpacked.</summary>
    public static PngText? Read(string type, ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)0);
        if (end is < 1 or > 79)
            return null;
        var key = Encoding.Latin1.GetString(data[..end]);
        return type switch
        {
            "tEXt" => new(key, Encoding.Latin1.GetString(data[(end + 1)..])),
            "iTXt" when ReadInternational(data[(end + 1)..]) is { } text => new(key, text),
            _ => null,
        };
    }

    private static bool IsLatin(string text) => text.All(letter => letter is '\n' or (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u00FF'));

    // Not compressed, no language, no translated key.
    private static byte[] ToInternational(byte[] key, string text) => [.. key, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];

    private static string? ReadInternational(ReadOnlySpan<byte> data)
    {
        if (data.Length < 4 || data[0] != 0)
            return null;
        data = data[2..];
        for (var field = 0; field < 2; field++) // language, translated key
        {
            var end = data.IndexOf((byte)0);
            if (end < 0)
                return null;
            data = data[(end + 1)..];
        }
        return Encoding.UTF8.GetString(data);
    }
}
