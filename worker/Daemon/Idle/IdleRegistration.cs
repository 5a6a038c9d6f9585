using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle.Cards;
using LaionGrid.Worker.Idle.Linux;
using LaionGrid.Worker.Idle.MacOS;
using LaionGrid.Worker.Idle.Windows;
using Tmds.DBus.Protocol;

namespace LaionGrid.Worker.Idle;

/// <summary>Adds the gate, and what this system has to look at the machine with.</summary>
internal static class IdleRegistration
{
    /// <param name="renderProcesses">Their ids. Asked at each look at a card.</param>
    public static IServiceCollection AddIdle(this IServiceCollection services, OwnerRules rules, Func<IServiceProvider, IReadOnlyCollection<int>> renderProcesses)
    {
        services.AddSingleton(rules).AddSingleton(new WatchOptions()).AddSingleton<Gates>().AddHostedService<Watch>();
        services.AddSingleton<IProbe>(provider => new DiskProbe(provider.GetRequiredService<DataFolder>().Path));
        services.AddSingleton<INvidiaDriver, NvidiaDriver>();
        if (OperatingSystem.IsLinux())
            AddLinux(services);
        else if (OperatingSystem.IsWindows())
            services.AddSingleton<IProbe, WindowsProbe>().AddSingleton<IProbe>(new InputProbe(() => Environment.UserInteractive, [new LastInput()], [], []));
        else if (OperatingSystem.IsMacOS())
            services.AddSingleton<IProbe>(new InputProbe(() => true, [new HidInput()], [], []));
        return services.AddSingleton<IProbe>(provider => new CardProbe(provider.GetRequiredService<INvidiaDriver>(), () => renderProcesses(provider), NameOf)); // after the other sensors
    }

    private static void AddLinux(IServiceCollection services)
    {
        var (files, time, environment) = (new SystemFiles(), TimeProvider.System, (Func<string, string?>)Environment.GetEnvironmentVariable);
        var (system, session) = (new Bus(DBusAddress.System, time), new Bus(DBusAddress.Session, time));
        services.AddSingleton<IProbe>(new InputProbe(
            new DisplaySessions(files, environment).HasAny,
            [new DeviceInput(files, time), new ImpatientInput(new MutterInput(session), time), .. environment("DISPLAY") is { Length: > 0 } ? [new ImpatientInput(new X11Input(environment, time), time, blocks: true)] : Array.Empty<IInputSource>()],
            [new ImpatientInput(new LogindInput(system, time), time)],
            [new TerminalInput(files, time)]));
        services.AddSingleton<IProbe>(new LogindProbe(system)).AddSingleton<IProbe>(new PowerSupplyProbe(files))
            .AddSingleton<IProbe>(new HeatProbe(files)).AddSingleton<IProbe>(new KernelCards(files)).AddSingleton<IProbe>(new MemoryProbe(files));
    }

    private static string? NameOf(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return process.ProcessName;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
