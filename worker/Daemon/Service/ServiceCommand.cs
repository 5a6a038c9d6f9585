using System.CommandLine;
using System.Runtime.InteropServices;
using LaionGrid.Worker.Updates;

namespace LaionGrid.Worker.Service;

/// <summary>"laiongrid-worker service": has the system start the worker by itself, as it usually starts programs.</summary>
internal sealed class ServiceCommand(GridOptions grid, TextWriter output, TextWriter errors)
{
    private readonly Option<bool> _system = new("--system") { Description = "For the whole machine, as root, under a user of its own (systemd only). Without it for you, from your login on." };

    public Command Build() => new("service", "Have the system start the worker by itself.")
    {
        Of("install", "Write the system's file for the worker and start it. Again, it changes nothing that is right.", (setup, plan, token) => setup.InstallAsync(plan, token)),
        Of("uninstall", "Stop it and delete the file. Settings, identity and models stay.", (setup, plan, token) => setup.UninstallAsync(plan, token)),
        Of("status", "Say whether it is installed and runs, and how to see what it does. Exit code 1 when it is not installed.", (setup, plan, token) => setup.StatusAsync(plan, token)),
    };

    private Command Of(string name, string description, Func<ServiceSetup, ServicePlan, CancellationToken, Task<int>> act)
    {
        var command = new Command(name, description) { grid.Data, _system };
        command.SetAction(async (result, token) =>
        {
            var (plan, problem) = PlanFor(result.GetValue(_system), grid.FolderOf(result));
            if (plan is not null)
                return await act(new(new SystemPrograms(), output, errors), plan, token);
            await errors.WriteLineAsync(problem);
            return WorkerCommand.BadUsage;
        });
        return command;
    }

    private static (ServicePlan? Plan, string Problem) PlanFor(bool isSystem, string data)
    {
        var (file, arguments) = ThisProgram.With();
        var program = (Installation.LastingPathOf(file), arguments);
        if (isSystem && !OperatingSystem.IsLinux())
            return (null, "--system is for systemd alone: elsewhere a service of the whole machine could not see that somebody is there. Leave it out.");
        if (isSystem && !Environment.IsPrivilegedProcess)
            return (null, "--system needs root: sudo laiongrid-worker service ... --system. Or leave it out, to run for you alone.");
        if (isSystem)
            return SystemdUnit.OfSystem(program, data == GridOptions.DefaultData ? "/var/lib/laiongrid-worker" : data, File.Exists);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsLinux())
            return (SystemdUnit.OfUser(program, data, Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify)), "");
        if (OperatingSystem.IsMacOS())
            return (LaunchAgent.Of(program, data, home, UserId()), "");
        return (LogonScript.Of(program, data, Environment.GetFolderPath(Environment.SpecialFolder.Startup)), "");
    }

    [DllImport("libc", EntryPoint = "getuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint UserId();
}
