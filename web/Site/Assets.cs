using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace LaionGrid.Web.Site;

/// <summary>Addresses of the site's own files that change with their content, so browsers may keep them for good.</summary>
internal sealed class Assets(IWebHostEnvironment environment)
{
    private const string Version = "v";
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> _urls = [];

    public string Url(string name) => _urls.GetOrAdd(name, one => $"/{one}?{Version}={HashOf(one)}");

    public static void SetCaching(StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey(Version) ? "public, max-age=31536000, immutable" : "no-cache";

    private string HashOf(string name)
    {
        using var content = environment.WebRootFileProvider.GetFileInfo(name).CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(content))[..10];
    }
}
