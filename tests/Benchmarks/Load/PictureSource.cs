using System.Buffers.Binary;
using System.IO.Compression;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Load;

/// <summary>
/// Pictures as large as real ones and as slow to decode, a different one for each seed and always the same for one seed, nearly for free:
/// noise is filtered and packed once, but the last pixels stand unpacked at the end of the stream (a stored block, RFC 1951, 3.2.4) and are
/// set for each picture, by so little that all of them pass for decodings of one latent. The checksums up to them are kept and continued.
/// </summary>
internal sealed class PictureSource
{
    private const int TailBytes = 64; // a bit of the seed in each
    private const int ChecksumBytes = 4;
    private const int EndBytes = 12; // the IEND chunk
    private const int TypeBytes = 4;
    private const int DataAt = 8 + 25 + 8; // signature, IHDR, IDAT's length and type
    private const int Noise = 32; // 5 bits a colour: 30 kB for 128x128
    private const byte Paeth = 4;

    private readonly byte[] _template;
    private readonly int _tailAt;
    private readonly uint _crc;
    private readonly (uint Low, uint High) _adler;

    public PictureSource(int width, int height)
    {
        var rows = Rows(width, height);
        _template = PaintedPng.Join(PaintedPng.Header(width, height), ("IDAT", Pack(rows)));
        _tailAt = _template.Length - EndBytes - ChecksumBytes - ChecksumBytes - TailBytes;
        _crc = PaintedPng.Crc(uint.MaxValue, _template.AsSpan((DataAt - TypeBytes).._tailAt));
        _adler = Adler((1, 0), rows.AsSpan(..^TailBytes));
    }

    public byte[] Of(long seed)
    {
        var png = _template.AsSpan().ToArray();
        var tail = png.AsSpan(_tailAt, TailBytes);
        for (var bit = 0; bit < TailBytes; bit++)
            tail[bit] = (byte)((seed >> bit) & 1);
        var (low, high) = Adler(_adler, tail);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(_tailAt + TailBytes), (high << 16) | low);
        var crc = ~PaintedPng.Crc(_crc, png.AsSpan(_tailAt, TailBytes + ChecksumBytes));
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(_tailAt + TailBytes + ChecksumBytes), crc);
        return png;
    }

    private static byte[] Rows(int width, int height)
    {
        var (random, stride) = (new Random(1), (width * 3) + 1);
        var rows = new byte[height * stride];
        for (var at = 0; at < rows.Length; at++)
            rows[at] = at % stride == 0 ? Paeth : (byte)(random.Next(Noise) - (Noise / 2));
        rows[^stride] = 0; // the last row unfiltered, so that a difference stays where it is
        rows.AsSpan(^TailBytes..).Clear();
        return rows;
    }

    /// <summary>A zlib stream (RFC 1950): packed blocks, the tail in a stored block, room for the checksum.</summary>
    private static byte[] Pack(byte[] rows)
    {
        using var packed = new MemoryStream();
        packed.Write([0x78, 0x9C]);
        using var deflater = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true);
        deflater.Write(rows.AsSpan(..^TailBytes));
        deflater.Flush(); // ends on a whole byte, with more blocks to come
        return [.. packed.ToArray(), 1, TailBytes, 0, unchecked((byte)~TailBytes), byte.MaxValue, .. rows[^TailBytes..], .. new byte[ChecksumBytes]];
    }

    /// <summary>Adler-32 (RFC 1950, section 9) continued.</summary>
    private static (uint Low, uint High) Adler((uint Low, uint High) sums, ReadOnlySpan<byte> bytes)
    {
        const uint modulus = 65521;
        foreach (var one in bytes)
        {
            sums.Low = (sums.Low + one) % modulus;
            sums.High = (sums.High + sums.Low) % modulus;
        }
        return sums;
    }
}
