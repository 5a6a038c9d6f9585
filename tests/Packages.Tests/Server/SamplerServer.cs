using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Sample.Contracts;

namespace LaionGrid.Packages.Tests.Server;

/// <summary>A real server on free loopback ports: one endpoint plain, one with TLS.</summary>
public sealed class SamplerServer : IAsyncLifetime
{
    private const int MaxMessageBytes = 32 * 1024 * 1024;

    private static readonly X509Certificate2 Certificate = SelfSigned();

    private readonly WebApplication _app = Build();

    public string Plain => Address("http:");

    public CallLog Log => _app.Services.GetRequiredService<CallLog>();

    /// <summary>Answers once before any test: the first call of a process takes longer than the deadlines that tests set.</summary>
    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        using var channel = Channel();
        await new Sampler.SamplerClient(channel).DoAsync(new Ask { What = "deadline" });
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public GrpcChannel Channel(Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(Plain, options);
    }

    public GrpcChannel TlsChannel(ChannelCredentials? credentials = null) => GrpcChannel.ForAddress(Address("https:"), new GrpcChannelOptions
    {
        Credentials = credentials,
        HttpHandler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == Certificate.Thumbprint } },
    });

    private string Address(string scheme) => _app.Urls.Single(url => url.StartsWith(scheme, StringComparison.Ordinal));

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(Certificate);
            });
        });
        builder.Services.AddSingleton<CallLog>();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<LoggingInterceptor>();
            options.ResponseCompressionAlgorithm = "gzip";
            options.ResponseCompressionLevel = CompressionLevel.Fastest;
            options.MaxReceiveMessageSize = options.MaxSendMessageSize = MaxMessageBytes;
        });
        var app = builder.Build();
        app.MapGrpcService<SamplerCalls>();
        return app;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
