using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Local;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Membership;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Updates;

namespace LaionGrid.Worker;

/// <summary>The command line: the worker itself, what needs no grid, and the hidden command that is its render process.</summary>
internal sealed class WorkerCommand
{
    public const int BadUsage = 2;

    private const int MaxDiskGiB = 1_000_000;

    private static readonly string DefaultData =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "laiongrid-worker");

    private readonly Option<string?> _coordinator = Setting.Of("--coordinator", "URL", "Where the grid is.", "http://localhost:5081");
    private readonly Option<string?> _data = Setting.Of("--data", "DIR", "Folder for this machine's identity and the models. One worker a folder.", DefaultData);
    private readonly Option<string?> _name = Setting.Of("--name", "NAME", "This machine's public name. Without one it is given one.");
    private readonly Option<string?> _contributor = Setting.Of("--contributor", "NAME", "Account that gets the credit. Without one it is named like the machine.");
    /// <summary>Without a default of its own: help shows defaults, and must not show a key.</summary>
    private readonly Option<string?> _key = new("--key")
    {
        HelpName = "KEY",
        Description = $"A person's key: the credit goes to that account. Better given by environment, which other users cannot read: {Setting.VariableOf("--key")}",
    };

    private readonly Option<string?> _operatorKeyFile = Setting.Of("--operator-key-file", "FILE", "File with the operator's key, for --referee.");
    private readonly Option<string?> _diskLimit = Setting.Of("--disk-limit", "GIB", "Disk that all models together may take. The longest unused are deleted for others. Without one as much as there is, less 1 GiB.");
    private readonly DeviceOptions _device = new();
    private readonly RuleOptions _rules = new();
    private readonly Option<bool> _referee = new("--referee")
    {
        Description = $"Check other workers' pictures for the operator instead of rendering for people. Environment: {Setting.VariableOf("--referee")}=true",
        DefaultValueFactory = _ => string.Equals(Environment.GetEnvironmentVariable(Setting.VariableOf("--referee")), "true", StringComparison.OrdinalIgnoreCase),
    };

    private readonly Option<bool> _noChecks = new("--no-checks")
    {
        Description = $"Render only: do not check single steps of others' pictures when the grid asks for it. Environment: {Setting.VariableOf("--no-checks")}=true",
        DefaultValueFactory = _ => string.Equals(Environment.GetEnvironmentVariable(Setting.VariableOf("--no-checks")), "true", StringComparison.OrdinalIgnoreCase),
    };

    private readonly Option<bool> _noUpdates = new("--no-updates")
    {
        Description = $"Do not take new releases of this program by itself. Environment: {Setting.VariableOf("--no-updates")}=true",
        DefaultValueFactory = _ => string.Equals(Environment.GetEnvironmentVariable(Setting.VariableOf("--no-updates")), "true", StringComparison.OrdinalIgnoreCase),
    };

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
        var root = new RootCommand("Renders pictures for LaionGrid on this machine. Stop it with Ctrl-C; it gives its work back.")
        {
            _coordinator, _data, _name, _contributor, _key, _noChecks, _noUpdates, _referee, _operatorKeyFile, _diskLimit,
            new RenderCommand().Build(), new BenchCommand().Build(), new CalibrateCommand().Build(), new AuditCommand(_coordinator, _data).Build(), new AppealCommand(_coordinator, _data).Build(),
            new TeamCommand(_coordinator, _data, Console.Out, Console.Error).Build(), new UpdateCommand().Build(), BuildRenderProcess(),
        };
        root.Add(new BatchCommand([_coordinator, _name, _key, _noChecks, _diskLimit], _device, DefaultData, ReadAsync).Build());
        root.Add(new GatewayCommand(_coordinator, _diskLimit, DefaultData, ReadDiskLimit).Build());
        _device.AddTo(root);
        _rules.AddTo(root);
        foreach (var command in new OwnerCommands(_data, DefaultData).Build())
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
        var (settings, problem) = await ReadAsync(result, cancellationToken);
        if (settings is not null)
            return await WorkerHost.RunAsync(settings, cancellationToken);
        await Console.Error.WriteLineAsync(problem);
        return BadUsage;
    }

    private async Task<(WorkerSettings? Settings, string? Problem)> ReadAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (name, contributor, isReferee) = (Setting.Text(result, _name), Setting.Text(result, _contributor), result.GetValue(_referee));
        if (!Uri.TryCreate(Setting.Text(result, _coordinator), UriKind.Absolute, out var coordinator) || coordinator.Scheme is not ("http" or "https"))
            return (null, $"--coordinator \"{Setting.Text(result, _coordinator)}\" is not an address such as http://localhost:5081.");
        if ((WorkerSettings.CheckName("--name", name) ?? WorkerSettings.CheckName("--contributor", contributor)) is { } badName)
            return (null, badName);
        var (device, badDevice) = _device.Read(result);
        if (device is null)
            return (null, badDevice);
        var (diskLimit, badLimit) = ReadDiskLimit(Setting.Text(result, _diskLimit));
        if (badLimit is not null)
            return (null, badLimit);
        var folder = Path.GetFullPath(Setting.Text(result, _data) is { Length: > 0 } given ? given : DefaultData);
        var (rules, badRule) = _rules.Read(result, folder);
        if (rules is null)
            return (null, badRule);
        var (key, badKey) = isReferee ? await ReadKeyFileAsync(Setting.Text(result, _operatorKeyFile), cancellationToken) : (ReadKey(result), null);
        if (badKey is not null)
            return (null, badKey);
        return (new()
        {
            Coordinator = coordinator,
            DataFolder = folder,
            Name = name,
            Contributor = contributor,
            JoiningKey = key,
            IsReferee = isReferee,
            TakesChecks = !result.GetValue(_noChecks),
            TakesUpdates = !result.GetValue(_noUpdates),
            DiskLimit = diskLimit,
            Device = device,
            Rules = isReferee ? rules with { Always = true } : rules, // the operator's own machine is nobody's guest
        }, null);
    }

    private static (long? Bytes, string? Problem) ReadDiskLimit(string text)
    {
        if (text.Length == 0)
            return (null, null);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var gibibytes) && gibibytes is > 0 and <= MaxDiskGiB
            ? ((long)(gibibytes * (1L << 30)), null)
            : (null, $"--disk-limit \"{text}\" is no number of GiB, such as 20 or 7.5, up to {MaxDiskGiB}.");
    }

    private static async Task<(string Key, string? Problem)> ReadKeyFileAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0)
            return ("", "--referee needs --operator-key-file. The coordinator keeps the operator's key in operator.key in its data folder.");
        try
        {
            return ((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ("", $"--operator-key-file cannot be read: {error.Message}");
        }
    }

    private string ReadKey(ParseResult result) =>
        Setting.Text(result, _key) is { Length: > 0 } key ? key : Environment.GetEnvironmentVariable(Setting.VariableOf(_key.Name))?.Trim() ?? "";
}
