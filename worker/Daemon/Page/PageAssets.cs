using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Page;

/// <summary>The page's own files, which lie in the program. They tell nothing about the worker.</summary>
internal static class PageAssets
{
    public const string Folder = "/assets/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["tokens.css"] = "text/css", ["site.css"] = "text/css", ["pages.css"] = "text/css", ["page.css"] = "text/css", ["page.js"] = "text/javascript", ["favicon.svg"] = "image/svg+xml", ["noise.svg"] = "image/svg+xml",
    };

    public static bool IsOpenToAll(PathString path) => path.StartsWithSegments("/assets");

    public static async Task SendAsync(HttpContext context, string name)
    {
        if (!Types.TryGetValue(name, out var type) || typeof(PageAssets).Assembly.GetManifestResourceStream($"page/{name}") is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        await using (file)
        {
            context.Response.ContentType = $"{type}; charset=utf-8";
            context.Response.ContentLength = file.Length;
            await file.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
