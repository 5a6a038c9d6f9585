using System.Net;
using LaionGrid.Arithmetic.Merkle;
using Polly;
using Polly.Retry;

namespace LaionGrid.Worker.Uplink.Auditing;

/// <summary>
/// Fetches the files of the ledger's public log. They are public and come from whoever answers: sizes are bounded here, and what they say is checked by who asks.
/// Null stands for "there is no such file". Safe to call from any thread.
/// </summary>
internal sealed class LogFiles : IDisposable
{
    private const int MaxBytes = 20 * 1024 * 1024; // a bundle of 256 entries of the greatest length there is
    private const int Retries = 4;

    private readonly HttpClient _http;
    private readonly ResiliencePipeline _pipeline;

    public LogFiles(Uri coordinator, UplinkOptions options, Route route)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = options.Deadline, EnableMultipleHttp2Connections = true };
        route.Take(handler);
        _http = new(handler)
        {
            BaseAddress = coordinator,
            Timeout = 3 * options.Deadline,
            MaxResponseContentBufferSize = MaxBytes,
            DefaultRequestVersion = HttpVersion.Version20,
            // Without TLS there is nothing that would agree on a version.
            DefaultVersionPolicy = coordinator.Scheme == Uri.UriSchemeHttp ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };
        _pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = options.FirstPause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(),
        }).Build();
    }

    /// <exception cref="HttpRequestException">The coordinator does not answer, or not with a file.</exception>
    public Task<string?> KeyAsync(CancellationToken cancellationToken) => TextAsync("/log/key", cancellationToken);

    /// <inheritdoc cref="KeyAsync"/>
    public Task<string?> CheckpointAsync(CancellationToken cancellationToken) => TextAsync("/log/checkpoint", cancellationToken);

    /// <inheritdoc cref="KeyAsync"/>
    public Task<string?> BalancesAsync(string after, CancellationToken cancellationToken) => TextAsync($"/log/balances{(after.Length == 0 ? "" : $"?after={after}")}", cancellationToken);

    /// <inheritdoc cref="KeyAsync"/>
    public async Task<byte[]?> TileAsync(TileName name, CancellationToken cancellationToken) =>
        await FetchAsync($"/log/{name.Path}", content => content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);

    public void Dispose() => _http.Dispose();

    private Task<string?> TextAsync(string path, CancellationToken cancellationToken) => FetchAsync(path, content => content.ReadAsStringAsync(cancellationToken), cancellationToken);

    private async Task<T?> FetchAsync<T>(string path, Func<HttpContent, Task<T>> read, CancellationToken cancellationToken) where T : class => await _pipeline.ExecuteAsync(async token =>
    {
        using var answer = await _http.GetAsync(path, token);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await read(answer.Content);
    }, cancellationToken);
}
