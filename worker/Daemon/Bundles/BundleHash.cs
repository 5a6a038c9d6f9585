using System.Security.Cryptography;

namespace LaionGrid.Worker.Bundles;

/// <summary>The hash that names a bundle's file on the wire.</summary>
internal static class BundleHash
{
    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
