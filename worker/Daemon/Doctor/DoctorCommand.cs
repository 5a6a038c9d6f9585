using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Cards;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker.Doctor;

/// <summary>"laiongrid-worker doctor": what is good, what is missing and how to mend it. Changes nothing, here or at the grid.</summary>
internal sealed class DoctorCommand(TextWriter output)
{
    private const int Ill = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly WorkerOptions _options = new();
    private readonly Option<bool> _json = new("--json") { Description = "As JSON, for programs." };

    public Command Build()
    {
        var command = new Command("doctor", "Says what is good on this machine, what is missing and how to mend it. Changes nothing. Exit code 0 when the worker can run, otherwise 1.") { _json };
        _options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var folder = _options.Grid.FolderOf(result);
        var (settings, problem) = await _options.ReadAsync(result, cancellationToken);
        List<Finding> findings = [.. FolderExam.Run(folder), SettingsExam.Run(folder, settings, problem)];
        if (settings is not null)
            findings.AddRange(await LookAsync(settings, cancellationToken));
        await output.WriteLineAsync(result.GetValue(_json) ? JsonSerializer.Serialize(findings, Json) : DoctorText.Of(findings));
        return findings.Any(finding => finding.Grade == Grade.Bad) ? Ill : 0;
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(WorkerSettings settings, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(settings)
            .AddUplink(settings.Coordinator).AddProbes(settings.DataFolder, _ => []).AddSingleton<GridExam>().BuildServiceProvider();
        return
        [
            .. DeviceExam.Run(settings.Devices, services.GetRequiredService<INvidiaDriver>(), new(NativeLibraryFile.Open)),
            .. await MachineExam.RunAsync(services.GetServices<IProbe>(), settings.Rules, cancellationToken),
            .. await services.GetRequiredService<GridExam>().RunAsync(cancellationToken),
        ];
    }
}
