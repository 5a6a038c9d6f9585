namespace LaionGrid.Web.Site;

/// <summary>Answers for the site's own files, from memory.</summary>
internal sealed class AssetFiles(RequestDelegate next, Assets assets)
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string AskEachTime = "no-cache";

    public Task InvokeAsync(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && assets.Find(context.Request.Path.Value ?? "") is { } asset
            ? SendAsync(context, asset)
            : next(context);

    private static async Task SendAsync(HttpContext context, Asset asset)
    {
        var (encoding, content) = asset.As(Encodings.Best(context.Request));
        var (headers, tag) = (context.Response.Headers, $"\"{asset.Hash}{encoding}\"");
        headers.ETag = tag;
        headers.Vary = "Accept-Encoding";
        // An address without its version stands in bookmarks and in other sites' pages, and must not outlive the file.
        headers.CacheControl = context.Request.Query.ContainsKey(Assets.Version) ? Forever : AskEachTime;
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = content.Length;
        if (encoding != Encodings.None)
            headers.ContentEncoding = encoding;
        if (HttpMethods.IsGet(context.Request.Method))
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
