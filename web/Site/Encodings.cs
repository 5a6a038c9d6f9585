using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace LaionGrid.Web.Site;

/// <summary>How text is made smaller on its way: by Brotli where the browser reads it, else by gzip, else not at all.</summary>
internal static class Encodings
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";
    public const string None = "";

    private const int Window = 18; // 256 kB, more than any page

    public static string Best(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding;
        if (accepted.Count == 0)
            return None;
        return Accepts(accepted, Brotli) ? Brotli : Accepts(accepted, Gzip) ? Gzip : None;
    }

    /// <param name="quality">0, fast, to 11, small.</param>
    public static byte[] Compress(string encoding, ReadOnlySpan<byte> content, int quality) => encoding switch
    {
        Brotli => CompressBrotli(content, quality),
        Gzip => CompressGzip(content, quality),
        _ => content.ToArray(),
    };

    // "br;q=0" says no; clients that list encodings by rank are too few to matter.
    private static bool Accepts(Microsoft.Extensions.Primitives.StringValues accepted, string encoding)
    {
        foreach (var line in accepted)
        {
            if (line?.Contains(encoding, StringComparison.OrdinalIgnoreCase) == true
                && StringWithQualityHeaderValue.TryParseList([line], out var parts)
                && parts.Any(part => part.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && part.Quality is null or > 0))
                return true;
        }
        return false;
    }

    private static byte[] CompressBrotli(ReadOnlySpan<byte> content, int quality)
    {
        var room = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, room, out var written, quality, Window)
            ? room[..written]
            : throw new InvalidOperationException("The text does not fit into the room that it needs at most.");
    }

    private static byte[] CompressGzip(ReadOnlySpan<byte> content, int quality)
    {
        using var small = new MemoryStream(content.Length / 2);
        using (var gzip = new GZipStream(small, new ZLibCompressionOptions { CompressionLevel = Math.Min(quality, 9) }, leaveOpen: true))
            gzip.Write(content);
        return small.ToArray();
    }
}
