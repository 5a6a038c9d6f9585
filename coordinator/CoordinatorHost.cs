using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Datasets;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Moderation;
using LaionGrid.Coordinator.Operations;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Sources;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator;

/// <summary>The coordinator as a table of contents: every slice added and mapped, in the order of a job's life.</summary>
public static class CoordinatorHost
{
    private const int MaxMessageBytes = 1024 * 1024;

    /// <summary>Builds the host and brings its database up to date; the caller runs it.</summary>
    /// <param name="args">Standard ASP.NET settings, such as "--urls" and "--Data:Folder".</param>
    /// <param name="adjust">Last changes to the services, for tests.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<IServiceCollection>? adjust = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        // The slices tell the operator's story. A failed start is one line of Program's, and a refused write is often an outcome, so
        // neither host nor EF Core reports it a first time as an error; what is one reaches the log at our edges.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        AddSlices(builder.Services);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseVersionHeader();
        MapSlices(app);
        app.Services.GetRequiredService<IStartupValidator>().Validate(); // before anything is written
        await app.Services.GetRequiredService<Schema>().UpdateAsync(cancellationToken);
        await app.Services.GetRequiredService<IBlobStore>().OpenAsync(cancellationToken);
        await app.Services.GetRequiredService<Founding>().RunAsync(cancellationToken);
        await app.Services.GetRequiredService<KeepBundles>().RunAsync(cancellationToken);
        return app;
    }

    private static void AddSlices(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System).AddSingleton<Failures>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.Interceptors.Add<HearOutInterceptor>();
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<CallerInterceptor>();
        });
        services.AddStrictMessages();
        services.AddStorage().AddBlobs().AddAccounts().AddModels().AddFleet().AddLedger().AddSources().AddJobs().AddLeases().AddResults().AddVerification().AddModeration().AddAnnotation().AddLeaderboards().AddOperations().AddDatasets();
    }

    private static void MapSlices(WebApplication app)
    {
        app.MapAccounts();
        app.MapModels();
        app.MapFleet();
        app.MapLedger();
        app.MapJobs();
        app.MapResults();
        app.MapVerification();
        app.MapModeration();
        app.MapAnnotation();
        app.MapLeaderboards();
        app.MapOperations();
        app.MapDatasets();
    }
}
