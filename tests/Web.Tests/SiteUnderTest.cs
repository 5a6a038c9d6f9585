using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Web.Tests;

/// <summary>The real site on a free port, before a coordinator that plays a script.</summary>
internal sealed class SiteUnderTest : IAsyncDisposable
{
    private readonly WebApplication _coordinator;
    private readonly WebApplication _site;

    private SiteUnderTest(WebApplication coordinator, WebApplication site)
    {
        (_coordinator, _site) = (coordinator, site);
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(site.Urls.Single()) };
    }

    public required Script Script { get; init; }

    public HttpClient Http { get; }

    public static Task<SiteUnderTest> StartAsync(params string[] settings) => StartAsync(TimeProvider.System, settings);

    public static async Task<SiteUnderTest> StartAsync(TimeProvider time, params string[] settings)
    {
        var script = new Script();
        var coordinator = BuildCoordinator(script);
        await coordinator.StartAsync();
        var site = SiteHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Coordinator:Address", coordinator.Urls.Single(), "--Logging:LogLevel:Default", "None", .. settings],
            services => services.AddSingleton(time));
        await site.StartAsync();
        return new(coordinator, site) { Script = script };
    }

    /// <summary>Stops it; a cancelled token cuts the calls in hand.</summary>
    public Task StopCoordinatorAsync(CancellationToken cancellationToken = default) => _coordinator.StopAsync(cancellationToken);

    public Task StopAsync() => _site.StopAsync();

    public async Task<IHtmlDocument> PageAsync(string path)
    {
        var answer = await Http.GetAsync(path);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return await ReadPageAsync(answer);
    }

    public static async Task<IHtmlDocument> ReadPageAsync(HttpResponseMessage answer)
    {
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(message);
    }

    private static WebApplication BuildCoordinator(Script script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(script).AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<ScriptedRequests>();
        app.MapGrpcService<ScriptedBoard>();
        app.MapGrpcService<ScriptedTeams>();
        app.MapGrpcService<ScriptedModels>();
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _site.StopAsync(new CancellationToken(canceled: true));
        await _site.DisposeAsync();
        await _coordinator.StopAsync(new CancellationToken(canceled: true));
        await _coordinator.DisposeAsync();
    }
}

internal static class Elements
{
    /// <summary>The text of the one element that the selector finds.</summary>
    public static string Text(this IParentNode node, string selector) => node.QuerySelectorAll(selector) is [var one]
        ? string.Join(' ', one.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : throw new InvalidOperationException($"{node.QuerySelectorAll(selector).Length} elements fit {selector}.");
}
