using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace LaionGrid.Web.Site;

/// <summary>
/// The site's own files, each read, and compressed, once, when it is first wanted. Their addresses change with their content, so browsers may keep them for good.
/// A file that changes while the site runs is seen at its next start.
/// </summary>
internal sealed class Assets
{
    public const string Version = "v";

    private const int SmallestQuality = 11;
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    private readonly FrozenDictionary<string, Lazy<Asset>> _files;

    public Assets(IWebHostEnvironment environment) =>
        _files = List(environment.WebRootFileProvider, "").ToFrozenDictionary(file => $"/{file.Path}", file => new Lazy<Asset>(() => Read(file.Path, file.Info)), StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string Url(string name) => _files[$"/{name}"].Value.Url;

    public Asset? Find(string path) => _files.TryGetValue(path, out var file) ? file.Value : null;

    private static IEnumerable<(string Path, IFileInfo Info)> List(IFileProvider files, string folder) => files.GetDirectoryContents(folder)
        .SelectMany(one => one.IsDirectory ? List(files, $"{folder}{one.Name}/") : [($"{folder}{one.Name}", one)]);

    private static Asset Read(string path, IFileInfo file)
    {
        using var stream = file.CreateReadStream();
        var content = new byte[file.Length];
        stream.ReadExactly(content);
        var contentType = ContentTypes.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        var isText = contentType.StartsWith("text/", StringComparison.Ordinal) || contentType is "image/svg+xml" or "application/manifest+json" or "application/json";
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..10];
        return new($"/{path}?{Version}={hash}", contentType, hash, content, Smaller(Encodings.Brotli), Smaller(Encodings.Gzip));

        Lazy<byte[]?> Smaller(string encoding) => new(() => isText ? Encodings.Compress(encoding, content, SmallestQuality) : null);
    }
}

/// <summary>One file of the site.</summary>
/// <param name="Brotli">Made when first sent; null when compression would not make it smaller, as with pictures.</param>
/// <param name="Gzip">Likewise.</param>
internal sealed record Asset(string Url, string ContentType, string Hash, byte[] Content, Lazy<byte[]?> Brotli, Lazy<byte[]?> Gzip)
{
    public (string Encoding, byte[] Content) As(string encoding) => encoding switch
    {
        Encodings.Brotli when Brotli.Value is { } brotli => (encoding, brotli),
        Encodings.Gzip when Gzip.Value is { } gzip => (encoding, gzip),
        _ => (Encodings.None, Content),
    };
}
