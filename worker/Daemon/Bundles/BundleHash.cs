using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace LaionGrid.Worker.Bundles;

/// <summary>SHA-256 as manifests write it: lower-case hex.</summary>
internal static class BundleHash
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Of a whole file.</summary>
    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: PieceBytes, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Of a run of bytes; of fewer when the file ends before.</summary>
    public static async Task<string> OfAsync(SafeFileHandle file, long offset, long bytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent((int)Math.Min(bytes, PieceBytes));
        for (var left = bytes; left > 0;)
        {
            var read = await RandomAccess.ReadAsync(file, piece.AsMemory(0, (int)Math.Min(left, piece.Length)), offset + bytes - left, cancellationToken);
            if (read == 0)
                break;
            hash.AppendData(piece, 0, read);
            left -= read;
        }
        ArrayPool<byte>.Shared.Return(piece);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
