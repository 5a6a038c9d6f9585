using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.ObjectPool;

namespace LaionGrid.Web.Site;

/// <summary>
/// Finishes an answer that is the same for everybody: gives it a tag of its content, so that a browser that has it is told so, and makes it smaller. It stands
/// behind the cache, which keeps what comes out of it: a kept answer costs neither again.
/// </summary>
internal sealed class PublicAnswer(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    private const int Quality = 4;
    private const int LeastBytes = 1000; // below it the headers are most of the answer
    private const int TagBytes = 8;

    private static readonly ObjectPool<MemoryStream> Buffers = new DefaultObjectPool<MemoryStream>(new AnswerBuffers());

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PublicMark>() is null)
        {
            await next(context);
            return;
        }
        // Others may wait for this answer, so it is made even when who asked first has left.
        context.RequestAborted = lifetime.ApplicationStopping;
        var buffer = Buffers.Get();
        try
        {
            await FillAsync(context, buffer);
            PublicPolicy.Settle(context);
            if (buffer.Length > 0)
                await FinishAsync(context, buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        }
        finally
        {
            Buffers.Return(buffer);
        }
    }

    private async Task FillAsync(HttpContext context, MemoryStream buffer)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var aside = new StreamResponseBodyFeature(buffer);
        context.Features.Set<IHttpResponseBodyFeature>(aside);
        try
        {
            await next(context);
            await aside.CompleteAsync();
        }
        finally
        {
            context.Features.Set(body);
        }
    }

    private static async Task FinishAsync(HttpContext context, ReadOnlyMemory<byte> content)
    {
        var response = context.Response;
        var encoding = content.Length >= LeastBytes && IsText(response.ContentType) ? Encodings.Best(context.Request) : Encodings.None;
        response.Headers.Append("Vary", "Accept-Encoding");
        if (response.StatusCode == StatusCodes.Status200OK)
            response.Headers.ETag = TagOf(content.Span, encoding);
        if (encoding != Encodings.None)
        {
            content = Encodings.Compress(encoding, content.Span, Quality);
            response.Headers.ContentEncoding = encoding;
        }
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, CancellationToken.None);
    }

    private static string TagOf(ReadOnlySpan<byte> content, string encoding) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, TagBytes))}{encoding}\"";

    private static bool IsText(string? contentType) => contentType is not null
        && (contentType.StartsWith("text/", StringComparison.Ordinal) || contentType.StartsWith("application/", StringComparison.Ordinal) || contentType.StartsWith("image/svg", StringComparison.Ordinal));
}

/// <summary>Buffers that are used again, because most answers are so long that a new one each time would fill the heap. One that grew beyond all pages is let go.</summary>
internal sealed class AnswerBuffers : PooledObjectPolicy<MemoryStream>
{
    private const int UsualBytes = 64 * 1024;
    private const int MostBytes = 512 * 1024;

    public override MemoryStream Create() => new(UsualBytes);

    public override bool Return(MemoryStream obj)
    {
        obj.SetLength(0);
        return obj.Capacity <= MostBytes;
    }
}

/// <summary>Marks an address whose answers are the same for everybody.</summary>
internal sealed class PublicMark;
