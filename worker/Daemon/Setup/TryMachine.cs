using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
using Microsoft.Extensions.Logging.Console;

namespace LaionGrid.Worker.Setup;

/// <summary>What setup finds out once the settings are written: how fast the machine is, and which of the grid's bundles suit it. What cannot be found out is told, and is no error.</summary>
internal sealed class TryMachine(WorkerSettings settings, SetupOptions options, Interview interview)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await interview.TellAsync("\nMeasuring, which takes half a minute. Ctrl-C leaves it out; the settings are written.");
        var (folder, busy) = DataFolder.Take(settings.DataFolder);
        if (folder is null)
        {
            await interview.TellAsync($"  Not measured: {busy} It takes the new settings when it is started again.");
            return;
        }
        using (folder)
        {
            await using var services = ServicesOf(folder);
            var (sight, away) = await services.GetRequiredService<GridVisitGrpc>().LookAsync(cancellationToken);
            if (sight is null)
                await interview.TellAsync($"  Not measured: {settings.Coordinator} cannot be asked. {away}");
            else if (OfferedBundle.Read(sight.Manifests) is { Count: > 0 } offered)
                await CompareAsync(services, offered, cancellationToken);
        }
    }

    private async Task CompareAsync(ServiceProvider services, IReadOnlyList<OfferedBundle> offered, CancellationToken cancellationToken)
    {
        var speed = await services.GetRequiredService<MeasureMachine>().RunAsync(offered, cancellationToken);
        await interview.TellAsync("\nModels of the grid:");
        foreach (var line in new BundleTable(services.GetRequiredService<BundleStore>(), settings.Devices[0].Find().Device?.MemoryBudgetMiB, speed).Of(offered))
            await interview.TellAsync(line);
    }

    private ServiceProvider ServicesOf(DataFolder folder) => new ServiceCollection()
        .AddLogging(logging => logging.AddConsole(console => console.FormatterName = StoryFormatter.FormatterName).AddConsoleFormatter<StoryFormatter, ConsoleFormatterOptions>())
        .AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton(folder).AddSingleton(options).AddSingleton(interview).AddUplink(settings.Coordinator)
        .AddSingleton(new DiskLimits(settings.DiskLimit)).AddSingleton(new DownloadOptions()).AddSingleton<BundleFolders>().AddSingleton<BundleStore>()
        .AddSingleton<CoordinatorSource>().AddSingleton<MeasureMachine>()
        .BuildServiceProvider();
}
