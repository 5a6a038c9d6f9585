using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace LaionGrid.Grid.Tests;

/// <summary>A visitor who uses the site as its own pages do: form, live events, picture, board.</summary>
public sealed class Site(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    private int _asks;

    /// <summary>Sends the form; the address of the request's page.</summary>
    public async Task<string> AskAsync(params (string Name, string Value)[] fields)
    {
        using var answer = await PostAsync(fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return Assert.IsType<Uri>(answer.Headers.Location).ToString().Split('?')[0]; // what follows proves who asked
    }

    public Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields)
    {
        var form = new FormUrlEncodedContent(fields.Append(("request_key", $"ask-{++_asks}")).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return _http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/ask") { Content = form, Headers = { { "Accept", "application/json" } } });
    }

    /// <summary>The page's live events until every picture is final.</summary>
    public async Task<IReadOnlyList<JsonNode>> WatchAsync(string page)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = await _http.GetStreamAsync($"{page}/events", patience.Token);
        var seen = new List<JsonNode>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(patience.Token))
            seen.Add(Assert.IsAssignableFrom<JsonNode>(JsonNode.Parse(item.Data)));
        return seen;
    }

    public async Task<JsonNode> JsonAsync(string path) => Assert.IsAssignableFrom<JsonNode>(JsonNode.Parse(await _http.GetStringAsync(path)));

    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(path);

    public void Dispose() => _http.Dispose();
}
