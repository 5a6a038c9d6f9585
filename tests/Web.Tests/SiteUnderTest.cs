using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using LaionGrid.TestKit;
using LaionGrid.Web.People;
using LaionGrid.Web.Tests.Annotate;
using LaionGrid.Web.Tests.Datasets;
using LaionGrid.Web.Tests.Moderation;
using LaionGrid.Web.Tests.People;
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

    private readonly TemporaryFolder _folder;
    private readonly StagedVisitor _visitor;

    private SiteUnderTest(WebApplication coordinator, WebApplication site, TemporaryFolder folder, StagedVisitor visitor)
    {
        (_coordinator, _site, _folder, _visitor) = (coordinator, site, folder, visitor);
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(site.Urls.Single()) };
    }

    public required Script Script { get; init; }

    public ModerationScript Moderation => Script.Moderation;

    /// <summary>Who is signed in, in every request from now on; null for nobody.</summary>
    public Person? Visitor
    {
        get => _visitor.Person;
        set => _visitor.Person = value;
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _site.Services;

    /// <summary>What the site keeps.</summary>
    public string Folder => _folder["site"];

    public static Task<SiteUnderTest> StartAsync(params string[] settings) => StartAsync(TimeProvider.System, settings);

    public static Task<SiteUnderTest> StartAsync(TimeProvider time, params string[] settings) => StartAsync(time, _ => { }, settings);

    /// <param name="adjust">Last changes to the site's services.</param>
    public static async Task<SiteUnderTest> StartAsync(TimeProvider time, Action<IServiceCollection> adjust, params string[] settings)
    {
        var script = new Script();
        var coordinator = BuildCoordinator(script);
        await coordinator.StartAsync();
        var folder = new TemporaryFolder();
        var visitor = new StagedVisitor();
        var site = SiteHost.Build(
            [
                "--urls", "http://127.0.0.1:0", "--Coordinator:Address", coordinator.Urls.Single(), "--Site:Folder", folder["site"], "--Logging:LogLevel:Default", "None",
                "--Coordinator:Timeout", "00:01:00", // a busy machine is no outage
                .. settings,
            ],
            services => adjust(services.AddSingleton(time).AddSingleton<IStartupFilter>(visitor)));
        await site.StartAsync();
        return new(coordinator, site, folder, visitor) { Script = script };
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

    /// <summary>The page; null when the answer is none.</summary>
    public static async Task<IHtmlDocument?> ReadPageOrNothingAsync(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "text/html" ? await ReadPageAsync(answer) : null;

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
        builder.Services.AddSingleton(script).AddSingleton(script.Moderation).AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<ScriptedRequests>();
        app.MapGrpcService<ScriptedAsking>();
        app.MapGrpcService<ScriptedPictures>();
        app.MapGrpcService<ScriptedProvenance>();
        app.MapGrpcService<ScriptedJudgements>();
        app.MapGrpcService<ScriptedOutcomes>();
        app.MapGrpcService<ScriptedBoard>();
        app.MapGrpcService<ScriptedTeams>();
        app.MapGrpcService<ScriptedModels>();
        app.MapGrpcService<ScriptedAccounts>();
        app.MapGrpcService<ScriptedModeration>();
        app.MapGrpcService<ScriptedDesk>();
        app.MapGrpcService<ScriptedAnnotation>();
        app.MapGrpcService<ScriptedContributors>();
        app.MapGrpcService<ScriptedProfiles>();
        app.MapGrpcService<ScriptedFleet>();
        app.MapGrpcService<ScriptedLinks>();
        app.MapGet("/stats/{name}", (string name) => Microsoft.AspNetCore.Http.Results.Text($"<{name}>", "application/xml"));
        app.MapGrpcService<ScriptedGrid>();
        app.MapGrpcService<ScriptedReleases>();
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _site.StopAsync(new CancellationToken(canceled: true));
        await _site.DisposeAsync();
        await _coordinator.StopAsync(new CancellationToken(canceled: true));
        await _coordinator.DisposeAsync();
        _folder.Dispose();
    }
}

internal static class Elements
{
    /// <summary>The text of the one element that the selector finds.</summary>
    public static string Text(this IParentNode node, string selector) => node.QuerySelectorAll(selector) is [var one]
        ? string.Join(' ', one.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : throw new InvalidOperationException($"{node.QuerySelectorAll(selector).Length} elements fit {selector}.");
}
