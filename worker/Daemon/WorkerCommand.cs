using System.CommandLine;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker;

/// <summary>The command line: the worker itself, and the hidden command that is its render process.</summary>
internal sealed class WorkerCommand
{
    public const int BadUsage = 2;

    private static readonly string DefaultData =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "laiongrid-worker");

    private readonly Option<string?> _coordinator = Setting("--coordinator", "URL", "Where the grid is.", "http://localhost:5081");
    private readonly Option<string?> _data = Setting("--data", "DIR", "Folder for this machine's identity and the models. One worker a folder.", DefaultData);
    private readonly Option<string?> _name = Setting("--name", "NAME", "This machine's public name. Without one it is given one.");
    private readonly Option<string?> _contributor = Setting("--contributor", "NAME", "Account that gets the credit. Without one it is named like the machine.");
    /// <summary>Without a default of its own: help shows defaults, and must not show a key.</summary>
    private readonly Option<string?> _key = new("--key")
    {
        HelpName = "KEY",
        Description = $"A person's key: the credit goes to that account. Better given by environment, which other users cannot read: {VariableOf("--key")}",
    };

    private readonly Option<string?> _operatorKeyFile = Setting("--operator-key-file", "FILE", "File with the operator's key, for --referee.");
    private readonly Option<string?> _device = Setting("--device", "auto|cpu|cuda", "What renders. auto takes the best there is.", "auto");
    private readonly Option<bool> _referee = new("--referee")
    {
        Description = $"Check other workers' pictures for the operator instead of rendering for people. Environment: {VariableOf("--referee")}=true",
        DefaultValueFactory = _ => string.Equals(Environment.GetEnvironmentVariable(VariableOf("--referee")), "true", StringComparison.OrdinalIgnoreCase),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var result = new WorkerCommand().Build().Parse(args);
        if (result.Errors.Count == 0)
            return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // the host listens for signals itself
        await Console.Error.WriteLineAsync($"{result.Errors[0].Message} Try --help.");
        return BadUsage;
    }

    private RootCommand Build()
    {
        var render = new Command(ChildCommand.Name, "The render process, started by the worker.") { _device };
        render.Hidden = true;
        render.SetAction(result => RenderServer.RunOverConsole(ReadDevice(result) ?? DeviceChoice.Auto));
        var root = new RootCommand("Renders pictures for LaionGrid on this machine. Stop it with Ctrl-C; it gives its work back.")
        {
            _coordinator, _data, _name, _contributor, _key, _device, _referee, _operatorKeyFile, render,
        };
        root.SetAction(RunWorkerAsync);
        return root;
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
        var (name, contributor, isReferee) = (Text(result, _name), Text(result, _contributor), result.GetValue(_referee));
        if (!Uri.TryCreate(Text(result, _coordinator), UriKind.Absolute, out var coordinator) || coordinator.Scheme is not ("http" or "https"))
            return (null, $"--coordinator \"{Text(result, _coordinator)}\" is not an address such as http://localhost:5081.");
        if ((WorkerSettings.CheckName("--name", name) ?? WorkerSettings.CheckName("--contributor", contributor)) is { } badName)
            return (null, badName);
        if (ReadDevice(result) is not { } device)
            return (null, $"--device \"{Text(result, _device)}\" is not one of auto, cpu, cuda.");
        var (key, badKey) = isReferee ? await ReadKeyFileAsync(Text(result, _operatorKeyFile), cancellationToken) : (ReadKey(result), null);
        if (badKey is not null)
            return (null, badKey);
        return (new()
        {
            Coordinator = coordinator,
            DataFolder = Path.GetFullPath(Text(result, _data) is { Length: > 0 } folder ? folder : DefaultData),
            Name = name,
            Contributor = contributor,
            JoiningKey = key,
            IsReferee = isReferee,
            Device = device,
        }, null);
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
        Text(result, _key) is { Length: > 0 } key ? key : Environment.GetEnvironmentVariable(VariableOf(_key.Name))?.Trim() ?? "";

    private DeviceChoice? ReadDevice(ParseResult result) => Text(result, _device) switch
    {
        "auto" => DeviceChoice.Auto,
        "cpu" => DeviceChoice.Cpu,
        "cuda" => DeviceChoice.Cuda,
        _ => null,
    };

    private static string Text(ParseResult result, Option<string?> option) => result.GetValue(option)?.Trim() ?? "";

    private static Option<string?> Setting(string name, string valueName, string description, string? otherwise = null) => new(name)
    {
        HelpName = valueName,
        Description = $"{description} Environment: {VariableOf(name)}",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(VariableOf(name)) is { Length: > 0 } text ? text : otherwise,
    };

    private static string VariableOf(string option) => $"LAIONGRID_{option[2..].Replace('-', '_').ToUpperInvariant()}";
}
