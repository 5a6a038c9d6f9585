using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LaionGrid.Web.Gallery.Files;

/// <summary>
/// Reads a PNG as it streams by, and keeps nothing of it but hashes, sides and texts: any size costs the same memory. Strict about order, lengths and
/// checksums; the pixels themselves are never unpacked.
/// </summary>
internal sealed class PngScan
{
    public const int MaxTextBytes = 64 * 1024;
    private const int MaxTexts = 16;
    private const int HeaderBytes = 13;
    private const int BlockBytes = 16 * 1024;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="file">Read to its end.</param>
    /// <param name="most">Bytes that are read at most.</param>
    public static async Task<PngScanOutcome> ReadAsync(Stream file, long most, CancellationToken cancellationToken)
    {
        using var scan = new Reading(file, most);
        try
        {
            return await scan.RunAsync(cancellationToken);
        }
        catch (NotAPngException reason)
        {
            return new PngScanOutcome.Refused(reason.Message);
        }
    }

    /// <summary>One file being read.</summary>
    private sealed class Reading(Stream file, long most) : IDisposable
    {
        private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly IncrementalHash _picture = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly List<PngText> _texts = [];
        private readonly byte[] _block = new byte[BlockBytes];
        private long _read;
        private int _textBytes;

        public async Task<PngScanOutcome> RunAsync(CancellationToken cancellationToken)
        {
            if (!(await TakeAsync(Signature.Length, cancellationToken)).Span.SequenceEqual(Signature))
                throw new NotAPngException("It does not begin as a PNG does.");
            var (width, height) = (0, 0);
            for (var type = ""; type != "IEND";)
            {
                var head = await TakeAsync(8, cancellationToken);
                var (length, before) = (BinaryPrimitives.ReadUInt32BigEndian(head.Span), type);
                type = Encoding.Latin1.GetString(head.Span[4..]);
                if ((before.Length == 0) != (type == "IHDR") || (type == "IHDR" && length != HeaderBytes) || (type == "IEND" && length != 0))
                    throw new NotAPngException("Its parts are not in a PNG's order.");
                var kept = await ReadChunkAsync(type, length, cancellationToken);
                if (type == "IHDR")
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(kept), BinaryPrimitives.ReadInt32BigEndian(kept.AsSpan(4)));
                else if (kept.Length > 0 && PngText.Read(type, kept) is { } text)
                    _texts.Add(text);
            }
            if (await file.ReadAsync(_block.AsMemory(0, 1), cancellationToken) > 0)
                throw new NotAPngException("Something stands behind its end.");
            return new PngScanOutcome.Read(new(Hex(_whole), Hex(_picture), width, height, _read, _texts));
        }

        public void Dispose()
        {
            _whole.Dispose();
            _picture.Dispose();
        }

        /// <returns>The chunk's data where they are wanted: of the header, and of texts; empty otherwise.</returns>
        private async Task<byte[]> ReadChunkAsync(string type, uint length, CancellationToken cancellationToken)
        {
            var isText = type is "tEXt" or "iTXt" && _texts.Count < MaxTexts && _textBytes + length <= MaxTextBytes;
            using var kept = new MemoryStream();
            var checksum = new Crc32();
            checksum.Add(Encoding.Latin1.GetBytes(type));
            for (var left = length; left > 0;)
            {
                var block = await TakeAsync((int)Math.Min(left, BlockBytes), cancellationToken);
                left -= (uint)block.Length;
                checksum.Add(block.Span);
                if (type is "IHDR" or "PLTE" or "IDAT")
                    _picture.AppendData(block.Span);
                if (isText || type == "IHDR")
                    kept.Write(block.Span);
            }
            if (BinaryPrimitives.ReadUInt32BigEndian((await TakeAsync(4, cancellationToken)).Span) != checksum.Value)
                throw new NotAPngException("A checksum in it is wrong, so it is damaged.");
            _textBytes += isText ? (int)length : 0;
            return kept.ToArray();
        }

        private async Task<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken cancellationToken)
        {
            if (_read + count > most)
                throw new NotAPngException("It is larger than files that are read here.");
            var block = _block.AsMemory(0, count);
            if (await file.ReadAtLeastAsync(block, count, throwOnEndOfStream: false, cancellationToken) < count)
                throw new NotAPngException("It is cut short.");
            _read += count;
            _whole.AppendData(block.Span);
            return block;
        }

        private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Why it is none; the message is for people.</summary>
    private sealed class NotAPngException(string message) : Exception(message);
}

/// <summary>What a PNG file is.</summary>
/// <param name="Sha256">Of the whole file, lower-case hex.</param>
/// <param name="PictureSha256">Of the header, the palette and the packed pixels alone: the same for two files that differ in their texts.</param>
internal sealed record PngFacts(string Sha256, string PictureSha256, int Width, int Height, long Bytes, IReadOnlyList<PngText> Texts)
{
    /// <summary>The first text under this key; null when there is none.</summary>
    public string? TextOf(string key) => Texts.FirstOrDefault(text => text.Key == key)?.Text;
}

internal abstract record PngScanOutcome
{
    internal sealed record Read(PngFacts Facts) : PngScanOutcome;

    /// <param name="Reason">A sentence for people.</param>
    internal sealed record Refused(string Reason) : PngScanOutcome;
}
