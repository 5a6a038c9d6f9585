using System.Net;
using System.Net.Http.Headers;

namespace LaionGrid.Worker.Bundles;

/// <summary>A web server that has a bundle's files under their paths and sends ranges of them.</summary>
internal sealed class HttpSource : IBundleSource
{
    private const int PieceBytes = 128 * 1024;

    private readonly HttpClient _http;
    private readonly Func<BundleFile, Uri> _addressOf;

    private HttpSource(HttpClient http, string name, Func<BundleFile, Uri> addressOf) => (_http, Name, _addressOf) = (http, name, addressOf);

    public string Name { get; }

    /// <summary>A server that has each file where <paramref name="addressOf"/> says.</summary>
    public static HttpSource At(HttpClient http, string name, Func<BundleFile, Uri> addressOf) => new(http, name, addressOf);

    /// <summary>Null when the address is none that this worker asks: over https, or plain on this machine. The grid must not send it about its owner's network.</summary>
    public static HttpSource? Of(HttpClient http, string address) =>
        Uri.TryCreate(address.TrimEnd('/') + '/', UriKind.Absolute, out var root) && (root.Scheme == Uri.UriSchemeHttps || (root.Scheme == Uri.UriSchemeHttp && root.IsLoopback)) ? new(http, root.Authority, file => new(root, file.Path)) : null;

    public async Task<SourceFault?> ReadAsync(BundleFile file, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _addressOf(file)) { Headers = { Range = new RangeHeaderValue(offset, offset + bytes - 1) } };
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (Judge(answer, file, offset) is { } fault)
                return fault;
            await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var piece = new byte[PieceBytes];
            for (int read; bytes > 0 && (read = await content.ReadAsync(piece.AsMemory(0, (int)Math.Min(bytes, PieceBytes)), cancellationToken)) > 0; bytes -= read)
                await keep(piece.AsMemory(0, read));
            return null;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new(error.Message, MayPass: true);
        }
    }

    private static SourceFault? Judge(HttpResponseMessage answer, BundleFile file, long offset) => answer.StatusCode switch
    {
        HttpStatusCode.PartialContent when answer.Content.Headers.ContentRange?.From == offset => null,
        HttpStatusCode.OK when offset == 0 => null, // the whole file; what is not wanted of it is not read
        HttpStatusCode.OK or HttpStatusCode.PartialContent => new("It does not send the ranges that it is asked for.", MayPass: false),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new($"It answers {(int)answer.StatusCode}.", MayPass: true),
        var status => new($"It answers {(int)status} for {file.Path}.", MayPass: false),
    };
}
