using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace LaionGrid.Worker.Bundles;

/// <summary>
/// How many bytes of each chunk have come, from its start. Kept in a file, one number a chunk, each written after the bytes that it counts: a worker that is killed
/// goes on from the very byte. It is only a hint: a power cut may leave it ahead of the bytes, and the hashes find that. Each chunk for one caller at a time.
/// </summary>
internal sealed class Arrivals : IDisposable
{
    /// <summary>Whatever lies there has not been looked at.</summary>
    public const long Unknown = -1;

    private readonly SafeFileHandle _file;
    private readonly long[] _counts;

    private Arrivals(SafeFileHandle file, long[] counts) => (_file, _counts) = (file, counts);

    public long this[int chunk] => Interlocked.Read(ref _counts[chunk]);

    /// <summary>Reads the file, or begins one in which nothing is known. A count that the chunk cannot have is unknown.</summary>
    /// <exception cref="IOException">The disk is full or does not let it.</exception>
    public static Arrivals Open(string path, IReadOnlyList<BundleChunk> chunks)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        try
        {
            var bytes = new byte[chunks.Count * sizeof(long)];
            bytes.AsSpan().Fill(0xFF);
            if (RandomAccess.GetLength(file) == bytes.Length)
                RandomAccess.Read(file, bytes, 0);
            else
            {
                RandomAccess.SetLength(file, 0);
                RandomAccess.Write(file, bytes, 0);
            }
            return new(file, Counts(bytes, chunks));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Of all chunks together, by such a file, which may be in use. Unknown chunks count as missing.</summary>
    public static long MissingBytes(string path, IReadOnlyList<BundleChunk> chunks)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[chunks.Count * sizeof(long)];
        bytes.AsSpan(RandomAccess.Read(file, bytes, 0)).Fill(0xFF);
        return chunks.Zip(Counts(bytes, chunks)).Sum(pair => pair.First.Bytes - Math.Max(0, pair.Second));
    }

    public void Set(int chunk, long bytes)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, bytes);
        RandomAccess.Write(_file, number, (long)chunk * sizeof(long));
        Interlocked.Exchange(ref _counts[chunk], bytes);
    }

    public void Dispose() => _file.Dispose();

    private static long[] Counts(byte[] bytes, IReadOnlyList<BundleChunk> chunks) => chunks
        .Select((chunk, index) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(index * sizeof(long))) is var count && count >= 0 && count <= chunk.Bytes ? count : Unknown)
        .ToArray();
}
