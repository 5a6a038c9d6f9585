using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace LaionGrid.Worker.Bundles;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative to the bundle's folder, with '/'.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="ChunkSha256">Of each chunk, one behind the other; none when the file is one chunk.</param>
internal sealed partial record BundleFile(string Path, long Bytes, string Sha256, byte[]? ChunkSha256 = null)
{
    /// <summary>
    /// Plain names joined by '/': no root, no drive, no "..", no stream of another file, and nothing that this store uses itself.
    /// </summary>
    public bool IsSafe => Bytes >= 0 && SafePath().IsMatch(Path) && Hash().IsMatch(Sha256)
        && !Path.EndsWith(".part", StringComparison.OrdinalIgnoreCase) && !Path.Equals(BundleManifest.FileName, StringComparison.OrdinalIgnoreCase);

    public string PathIn(string folder) => System.IO.Path.Combine(folder, Path.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>Whether there is a hash for each chunk of this size.</summary>
    public bool HasHashes(int chunkBytes) => ChunkSha256 is not { Length: > 0 }
        || (chunkBytes is >= BundleManifest.MinChunkBytes and <= BundleManifest.MaxChunkBytes && ChunkSha256.LongLength == SHA256.HashSizeInBytes * (((Bytes - 1) / chunkBytes) + 1));

    /// <summary>None of an empty file; one when the manifest has no finer hashes.</summary>
    public IEnumerable<BundleChunk> Chunks(int chunkBytes)
    {
        if (ChunkSha256 is not { Length: > 0 })
            return Bytes == 0 ? [] : [new(this, 0, Bytes, Sha256)];
        return ChunkSha256.Chunk(SHA256.HashSizeInBytes).Select((hash, index) =>
            new BundleChunk(this, (long)index * chunkBytes, Math.Min(chunkBytes, Bytes - ((long)index * chunkBytes)), Convert.ToHexStringLower(hash)));
    }

    [GeneratedRegex(@"^(?=.{1,200}\z)[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z")]
    private static partial Regex SafePath();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
