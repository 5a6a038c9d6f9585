using System.CommandLine;
using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Doctor;
using LaionGrid.Worker.Local;
using LaionGrid.Worker.Membership;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Service;
using LaionGrid.Worker.Setup;
using LaionGrid.Worker.Updates;

namespace LaionGrid.Worker;

/// <summary>The command line: the worker itself, what needs no grid, and the hidden command that is its render process.</summary>
internal sealed class WorkerCommand
{
    public const int BadUsage = 2;

    private readonly WorkerOptions _options = new();

    public static async Task<int> RunAsync(string[] args)
    {
        var result = new WorkerCommand().Build().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // a prompt may begin with @
        if (result.Errors.Count == 0)
            return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // the host listens for signals itself
        await Console.Error.WriteLineAsync($"{result.Errors[0].Message} Try --help.");
        return BadUsage;
    }

    private RootCommand Build()
    {
        var grid = _options.Grid;
        var root = new RootCommand("Renders pictures for LaionGrid on this machine. Stop it with Ctrl-C; it gives its work back.")
        {
            new RenderCommand().Build(), new BenchCommand().Build(), new CalibrateCommand().Build(), new AuditCommand(grid).Build(), new AppealCommand(grid).Build(),
            new TeamCommand(grid, Console.Out, Console.Error).Build(), new UpdateCommand().Build(), BuildRenderProcess(),
            new SetupCommand(new(), Console.In, Console.Out, Console.Error).Build(), new DoctorCommand(Console.Out).Build(), new ServiceCommand(grid, Console.Out, Console.Error).Build(),
        };
        _options.AddTo(root);
        root.Add(new BatchCommand().Build());
        root.Add(new GatewayCommand().Build());
        foreach (var command in new OwnerCommands(grid.Data, GridOptions.DefaultData).Build())
            root.Add(command);
        root.SetAction(RunWorkerAsync);
        return root;
    }

    private static Command BuildRenderProcess()
    {
        var (device, command) = (new DeviceOptions(), new Command(ChildCommand.Name, "The render process, started by the worker.") { Hidden = true });
        device.AddTo(command);
        command.SetAction(async (result, _) => device.Read(result) is ({ } request, _) ? await RenderServer.RunOverConsole(request) : BadUsage);
        return command;
    }

    private async Task<int> RunWorkerAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (settings, problem) = await _options.ReadAsync(result, cancellationToken);
        if (settings is not null)
            return await WorkerHost.RunAsync(settings, cancellationToken);
        await Console.Error.WriteLineAsync(problem);
        return BadUsage;
    }
}
