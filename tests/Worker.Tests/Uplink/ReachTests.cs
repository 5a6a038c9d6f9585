using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Uplink;

/// <summary>Why a grid is not reached, over real connections.</summary>
public sealed class ReachTests
{
    [Theory, InlineData("http://127.0.0.1:1", "Nothing answers at its address"), InlineData("https://nowhere.invalid", "Its name is not known here.")]
    public async Task Look_WhereNobodyIs_SaysWhy(string address, string says) => Assert.Contains(says, await LookAsync(address), StringComparison.Ordinal);

    [Fact]
    public async Task Look_AtACertificateThatNobodyVouchesFor_IsRefused()
    {
        await using var app = await StartAsync(HttpProtocols.Http1AndHttp2, SelfSigned());

        var says = await LookAsync(app.Urls.Single());

        Assert.StartsWith("It does not prove that it is who it says (", says, StringComparison.Ordinal);
        Assert.Contains("certificate", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_OverHttpsAtAPortWithoutIt_SaysSo()
    {
        await using var app = await StartAsync(HttpProtocols.Http2, null);

        Assert.Contains("Check that its port speaks https", await LookAsync(app.Urls.Single().Replace("http:", "https:", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory, InlineData(HttpProtocols.Http1), InlineData(HttpProtocols.Http2)]
    public async Task Look_AtAWebSite_SaysThatItIsNoCoordinator(HttpProtocols protocols)
    {
        await using var app = await StartAsync(protocols, null);

        Assert.StartsWith("What answers there ", await LookAsync(app.Urls.Single()), StringComparison.Ordinal);
    }

    private static async Task<string> LookAsync(string address)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddUplink(new(address)).BuildServiceProvider();
        var (sight, problem) = await services.GetRequiredService<GridVisitGrpc>().LookAsync(default);
        Assert.Null(sight);
        return problem;
    }

    /// <summary>A web server that is no coordinator.</summary>
    private static async Task<WebApplication> StartAsync(HttpProtocols protocols, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = protocols;
            if (certificate is not null)
                endpoint.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.MapFallback(() => Results.NotFound("No such page."));
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
