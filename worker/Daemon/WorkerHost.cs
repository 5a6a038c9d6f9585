using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Page;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Service;
using LaionGrid.Worker.Trajectories;
using LaionGrid.Worker.Updates;
using LaionGrid.Worker.Uplink;
using Microsoft.Extensions.Logging.Console;

namespace LaionGrid.Worker;

/// <summary>The worker as a table of contents: every part added, in the order of a round of work. What is scoped is each device's own.</summary>
internal static class WorkerHost
{
    private const int CannotGoOn = 1;

    /// <summary>Long enough to give a lease back and end the render process; a supervisor's patience is longer.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(8);

    /// <summary>Runs until it is told to stop; the exit code is 0 then, and 1 when it cannot go on.</summary>
    public static async Task<int> RunAsync(WorkerSettings settings, CancellationToken cancellationToken)
    {
        using var installation = settings.TakesUpdates ? Installation.Find(AppContext.BaseDirectory, ThisProgram.Version) : null;
        var trial = installation is null ? null : new TrialRun(installation, TimeProvider.System);
        if (trial?.Start() is { } before)
            return await BecomeAsync(before);
        var ending = await RunAsync(settings, installation, cancellationToken);
        if (ending.Reason is not null)
            return await EndAsync(ending.Reason);
        trial?.Stop();
        return ending.Successor is { } successor ? await BecomeAsync(successor) : 0;
    }

    /// <summary>As a job of a cluster, in a folder that is held already. Which version runs there its user decides: it takes no updates.</summary>
    public static async Task<int> RunJobAsync(WorkerSettings settings, DataFolder folder, Action<IServiceCollection> adjust, CancellationToken cancellationToken)
    {
        var ending = await RunAsync(settings, folder, adjust, cancellationToken);
        return ending.Reason is null ? 0 : await EndAsync(ending.Reason);
    }

    private static async Task<Ending> RunAsync(WorkerSettings settings, Installation? installation, CancellationToken cancellationToken)
    {
        var (folder, problem) = DataFolder.Take(settings.DataFolder);
        if (folder is null)
            return new() { Reason = problem };
        using (folder)
            return await RunAsync(settings, folder, services => AddUpdates(services, installation), cancellationToken);
    }

    private static async Task<Ending> RunAsync(WorkerSettings settings, DataFolder folder, Action<IServiceCollection> adjust, CancellationToken cancellationToken)
    {
        using var host = Build(settings, folder, adjust);
        var ending = host.Services.GetRequiredService<Ending>(); // of a host that has run nothing can be asked
        try
        {
            await host.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Told to stop before all had started: nothing was begun yet.
        }
        return ending;
    }

    private static Task<int> BecomeAsync(string program) =>
        EndAsync($"{program} could not be started: {Posix.Become(program, Environment.GetCommandLineArgs()[1..])}. Start the worker anew.");

    /// <param name="adjust">Last changes to the services, for jobs and tests.</param>
    public static IHost Build(WorkerSettings settings, DataFolder folder, Action<IServiceCollection>? adjust = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = folder.Path });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateScopes = true, ValidateOnBuild = true }));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Drain);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton(folder).AddSingleton<Ending>();
        builder.Logging.AddConsole(console => console.FormatterName = StoryFormatter.FormatterName).AddConsoleFormatter<StoryFormatter, ConsoleFormatterOptions>()
            .SetMinimumLevel(LogLevel.Warning).AddFilter("LaionGrid", LogLevel.Information);
        builder.Services.AddDevices(settings).AddUplink(settings.Coordinator).AddRendering(provider => provider.GetRequiredService<PlannedDevice>().Request, folder.Emptied("temporary"));
        builder.Services.AddIdle(settings.Rules, folder.Path, provider => provider.GetRequiredService<RenderProcesses>().Ids).AddHostedService<ControlServer>();
        builder.Services.AddSingleton<MachineHistory>().AddSingleton<IOwnerDesk, OwnerDesk>().AddPage(settings.Page, settings.PagePort);
        builder.Services.AddSingleton(new DiskLimits(settings.DiskLimit)).AddSingleton(new DownloadOptions()).AddSingleton<BundleFolders>().AddSingleton<BundleStore>();
        builder.Services.AddSingleton<TrajectoryShelf>().AddScoped<RevealQueue>().AddScoped<BackgroundService, RevealLoop>();
        builder.Services.AddAudit(provider => provider.GetRequiredService<DeviceFolder>().Path).AddScoped<BackgroundService, ReceiptLoop>().AddScoped<BackgroundService, VerdictLoop>();
        builder.Services.AddScoped<JoinGrid>().AddScoped<EnrollDevice>().AddSingleton(new LoopOptions()).AddSingleton<JoinSignal>().AddScoped<LeaseKeeper>().AddSingleton<IHorizon, OpenHorizon>().AddScoped<IBundleSource, CoordinatorSource>().AddScoped<FetchSources>().AddScoped<DeliverLease>().AddScoped<DeliverPicture>().AddScoped<DeliverCheck>().AddScoped<WorkAttempt>().AddScoped<DeviceHealth>().AddScoped<WorkLoop>();
        builder.Services.AddHostedService<DeviceCrew>();
        builder.Services.AddSingleton(Supervisor.Read(Environment.GetEnvironmentVariable, Environment.ProcessId)).AddHostedService<ServiceLoop>();
        adjust?.Invoke(builder.Services);
        return builder.Build();
    }

    private static void AddUpdates(IServiceCollection services, Installation? installation)
    {
        if (installation is not null)
            services.AddUpdates(installation);
    }

    private static async Task<int> EndAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return CannotGoOn;
    }
}
