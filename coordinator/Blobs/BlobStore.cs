using System.Security.Cryptography;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Blobs;

/// <summary>
/// Bytes by their SHA-256 in a folder, two levels deep. A blob appears whole or not at all: it is written beside its
/// place, flushed to the disk, then renamed. Writing what is there already changes nothing.
/// </summary>
internal sealed class BlobStore(IOptions<DataOptions> data)
{
    private readonly string _root = data.Value.PathOf("blobs");

    /// <summary>Keeps these bytes and returns their lower-case hex SHA-256.</summary>
    public async Task<string> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var place = PathOf(sha256);
        if (File.Exists(place))
            return sha256;
        Directory.CreateDirectory(Path.GetDirectoryName(place)!); // A blob's path always has a folder.
        var beside = $"{place}.{Path.GetRandomFileName()}";
        try
        {
            await WriteDurablyAsync(beside, bytes, cancellationToken);
            File.Move(beside, place, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
        return sha256;
    }

    /// <summary>The blob's bytes, or null when there is none.</summary>
    public async Task<byte[]?> GetAsync(string sha256, CancellationToken cancellationToken) =>
        File.Exists(PathOf(sha256)) ? await File.ReadAllBytesAsync(PathOf(sha256), cancellationToken) : null;

    private static async Task WriteDurablyAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await file.WriteAsync(bytes, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Whether this can be a content address: 64 lower-case hex digits.</summary>
    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private string PathOf(string sha256) => Path.Combine(_root, sha256[..2], sha256[2..4], sha256);
}
