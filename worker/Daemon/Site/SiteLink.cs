using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LaionGrid.Worker.Site;

/// <summary>A compute node's way to the grid over its site's gateway: connections that the gateway passes on unread, and files from its cache. Safe to call from any thread.</summary>
internal sealed class SiteLink : IDisposable
{
    /// <summary>Where a connection to the coordinator is asked for; the protocol that it changes to.</summary>
    public const string TunnelPath = "/grid";
    public const string Protocol = "laiongrid-tunnel";
    public const string FilesPath = "/files/";

    private readonly SiteFile _site;

    public SiteLink(SiteFile site)
    {
        _site = site;
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1) };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && IsGateways(certificate);
        Http = new(handler) { BaseAddress = site.Address, Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", site.Key);
    }

    /// <summary>Asks the gateway, with the site's key.</summary>
    public HttpClient Http { get; }

    public Uri Files => new(_site.Address, FilesPath);

    /// <summary>A connection to the coordinator.</summary>
    /// <exception cref="HttpRequestException">The gateway is away, or does not make it.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TunnelPath) { Headers = { Connection = { "Upgrade" }, Upgrade = { new ProductHeaderValue(Protocol) } } };
        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.SwitchingProtocols)
            return await answer.Content.ReadAsStreamAsync(cancellationToken); // the connection itself, from here on
        using (answer)
            throw new HttpRequestException($"The gateway answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    /// <summary>Why this gateway will never let this node in; null when it does, or when it is away at the moment.</summary>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync("/", cancellationToken);
            return answer.StatusCode == HttpStatusCode.Unauthorized
                ? $"The gateway {_site.Address} does not take the key of its site file. It was started anew with another folder: use the one that it names."
                : null;
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return $"What answers at {_site.Address} is not the gateway of the site file: its certificate is another.";
        }
        catch (HttpRequestException)
        {
            return null; // calls wait for it as they do for the coordinator
        }
    }

    public void Dispose() => Http.Dispose();

    private bool IsGateways(X509Certificate certificate) =>
        string.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), _site.CertificateSha256, StringComparison.OrdinalIgnoreCase);
}
