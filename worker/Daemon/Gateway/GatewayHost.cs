using System.Security.Cryptography;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Site;
using LaionGrid.Worker.Uplink;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LaionGrid.Worker.Gateway;

/// <summary>The gateway as a table of contents: bounds, the site's key, a way to the coordinator, and files from the cache.</summary>
internal sealed partial class GatewayHost(GatewaySettings settings, DataFolder data)
{
    private const int MaxHeaderBytes = 8 * 1024;

    /// <summary>Runs until it is told to stop. Null then; otherwise in one line why it cannot go on.</summary>
    /// <param name="logging">Where its log goes.</param>
    public async Task<string?> RunAsync(Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = Build(logging);
            app.Services.GetRequiredService<ChunkCache>().Open();
            await app.StartAsync(cancellationToken);
            var address = settings.Address(settings.Listen.Port);
            LogReady(app.Logger, settings.Coordinator, address, settings.SiteFolder);
            await app.WaitForShutdownAsync(cancellationToken);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"The gateway cannot go on: {error.Message}";
        }
    }

    private WebApplication Build(Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        logging(builder.Logging);
        var certificate = settings.IsPlain ? null : new SiteKeeper(data).Certificate(TimeProvider.System);
        var site = SiteKeeper.Announce(settings, settings.Listen.Port, certificate);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            Bound(kestrel.Limits);
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen, listen =>
            {
                listen.Protocols = HttpProtocols.Http1; // a tunnel is a connection of its own
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(data).AddSingleton(new DiskLimits(settings.DiskLimit)).AddSingleton(new DownloadOptions());
        builder.Services.AddUplink(settings.Coordinator).AddSingleton<IBundleSource, CoordinatorSource>();
        builder.Services.AddSingleton<OfferedFiles>().AddSingleton<FetchChunk>().AddSingleton<ChunkCache>().AddSingleton<ServeFile>();
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Tunnel>(provider, settings.Coordinator));
        var app = builder.Build();
        var key = new KeyCheck(site.Key);
        app.Run(context => key.Passes(context.Request) ? AnswerAsync(context, app.Services) : RefuseAsync(context));
        return app;
    }

    private void Bound(KestrelServerLimits limits)
    {
        (limits.MaxConcurrentConnections, limits.MaxConcurrentUpgradedConnections) = (settings.MaxConnections, settings.MaxConnections);
        (limits.MaxRequestBodySize, limits.MaxRequestHeadersTotalSize, limits.RequestHeadersTimeout) = (0, MaxHeaderBytes, TimeSpan.FromSeconds(10));
    }

    /// <summary>Whoever has no key keeps no connection either.</summary>
    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return GatewayAnswer.SayAsync(context, StatusCodes.Status401Unauthorized, "This gateway wants the key of its site.");
    }

    private static Task AnswerAsync(HttpContext context, IServiceProvider services) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", SiteLink.TunnelPath) => services.GetRequiredService<Tunnel>().RunAsync(context),
        ("GET", { } path) when path.StartsWith(SiteLink.FilesPath, StringComparison.Ordinal) => services.GetRequiredService<ServeFile>().RunAsync(context, path[SiteLink.FilesPath.Length..]),
        ("GET", "/") => GatewayAnswer.SayAsync(context, StatusCodes.Status200OK, "A gateway of LaionGrid."),
        _ => GatewayAnswer.SayAsync(context, StatusCodes.Status404NotFound, "This gateway leads to one grid and nowhere else."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Leads to {Coordinator} from {Address}; compute nodes find it by --site {Site}.")]
    private static partial void LogReady(ILogger logger, Uri coordinator, Uri address, string site);
}
