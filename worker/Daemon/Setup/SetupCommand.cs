using System.CommandLine;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Settings;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
namespace LaionGrid.Worker.Setup;

/// <summary>"laiongrid-worker setup": four questions, what this machine is good for, and worker.conf.</summary>
internal sealed class SetupCommand(SetupOptions lengths, TextReader input, TextWriter output, TextWriter errors)
{
    private const int NotWritten = 1;

    private readonly WorkerOptions _options = new();
    private readonly Option<bool> _yes = new("--yes") { Description = "Ask nothing: take what the options, the environment and worker.conf say, else the defaults." };

    public Command Build()
    {
        var command = new Command("setup", "Asks four questions, measures this machine, and writes worker.conf. What is given as an option is the answer that Enter takes.") { _yes };
        _options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(result, new(input, output, result.GetValue(_yes)), cancellationToken);
        }
        catch (NoAnswerException error)
        {
            return await EndAsync(WorkerCommand.BadUsage, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return await EndAsync(NotWritten, error.Message);
        }
    }

    private async Task<int> RunAsync(ParseResult result, Interview interview, CancellationToken cancellationToken)
    {
        var (folder, (given, problem)) = (_options.Grid.FolderOf(result), _options.Open(result));
        if (given is null)
            return await EndAsync(WorkerCommand.BadUsage, problem);
        await interview.TellAsync("Sets up the LaionGrid worker on this machine. Enter takes what stands in [brackets].");
        await ShowDevicesAsync(interview);
        if (DataFolder.Make(folder) is { } noFolder)
            return await EndAsync(NotWritten, noFolder);
        await WriteAsync(folder, await AskAsync(given, interview, folder, cancellationToken), interview);
        var (settings, unusable) = await WorkerOptions.OfFolderAsync(folder, cancellationToken);
        if (settings is null)
            return await EndAsync(WorkerCommand.BadUsage, unusable);
        await new TryMachine(settings, lengths, interview).RunAsync(cancellationToken);
        await interview.TellAsync(Advice(folder));
        return 0;
    }

    private static async Task ShowDevicesAsync(Interview interview)
    {
        var found = DeviceProbe.Run();
        await interview.TellAsync("\nThis machine can render on:");
        foreach (var device in found.Devices)
            await interview.TellAsync($"  {device.Name}, {device.MemoryMiB:N0} MiB");
        foreach (var problem in found.Problems)
            await interview.TellAsync($"  NOTE  {problem}");
    }

    private async Task<Dictionary<string, string?>> AskAsync(GivenSettings given, Interview interview, string folder, CancellationToken cancellationToken)
    {
        var channels = new List<ServiceProvider>();
        try
        {
            var answers = given.AboveFile(_options.All.Except([_options.Grid.Data])).ToDictionary(one => one.Name, one => (string?)one.Text);
            foreach (var (name, answer) in await new Questions(_options, given, interview, Open).AskAsync(IdentityFile.Peek(folder), cancellationToken))
                answers[name] = answer;
            return answers;
        }
        finally
        {
            foreach (var channel in channels)
                await channel.DisposeAsync();
        }

        GridVisitGrpc Open(Uri address)
        {
            channels.Add(new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddUplink(address).BuildServiceProvider());
            return channels[^1].GetRequiredService<GridVisitGrpc>();
        }
    }

    private static async Task WriteAsync(string folder, Dictionary<string, string?> answers, Interview interview)
    {
        var path = SettingsFile.PathIn(folder);
        SettingsFile.Write(folder, SettingsText.With(File.Exists(path) ? await File.ReadAllTextAsync(path, CancellationToken.None) : "", answers));
        await interview.TellAsync($"\nWritten to {path}.");
    }

    private static string Advice(string folder)
    {
        var data = folder == GridOptions.DefaultData ? "" : $" --data {folder}";
        return $"""

            Start it now:            laiongrid-worker{data}
            Or whenever you log in:  laiongrid-worker service install{data}
            If something is amiss:   laiongrid-worker doctor{data}
            """;
    }

    private async Task<int> EndAsync(int code, string? reason)
    {
        await errors.WriteLineAsync(reason);
        return code;
    }
}
