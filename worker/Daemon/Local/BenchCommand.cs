using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace LaionGrid.Worker.Local;

/// <summary>"laiongrid-worker bench": how fast, how frugal is this machine with a bundle?</summary>
internal sealed class BenchCommand
{
    private const int UsualRuns = 5;
    private const int MostRuns = 1000;
    private const string UsualPrompt = "a red house on green hills at sunset";

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly Option<string?> _bundle = new("--bundle") { HelpName = "DIR", Description = "Folder of a model. Without one, models/pocket above the working folder." };
    private readonly Option<int?> _runs = CheckedOption.Number("--runs", "N", $"Timed renders behind one that warms up ({UsualRuns} if not given)", 1, MostRuns);
    private readonly Option<bool> _json = new("--json") { Description = "Print the figures as JSON." };
    private readonly OrderOptions _order = new();
    private readonly DeviceOptions _device = new();

    public Command Build()
    {
        var command = new Command("bench", "Measure this machine with a model: medians of each stage's times, memory, versions.") { _bundle, _runs, _json };
        _order.AddTo(command);
        _device.AddTo(command);
        command.SetAction((result, _) => Task.Run(() => Run(result)));
        return command;
    }

    private int Run(ParseResult result) => LocalRun.Guard(() =>
    {
        var orderFor = _order.Read(result);
        using var progress = new ProgressLine();
        var started = Stopwatch.GetTimestamp();
        using var session = LocalSession.Open(result.GetValue(_bundle) ?? FindPocket(), _device.Read(result), progress);
        var load = Stopwatch.GetElapsedTime(started);
        var order = orderFor(session.Usual);
        if (order.Prompt.Length == 0)
            order = order with { Prompt = UsualPrompt };
        var report = LocalRun.Stoppable(cancellationToken => Bench.Run(session, order, result.GetValue(_runs) ?? UsualRuns, load, progress, cancellationToken));
        progress.Wipe();
        Console.WriteLine(result.GetValue(_json) ? JsonSerializer.Serialize(report, Format) : report.ToText(session.Describe(order)));
    });

    private static string FindPocket()
    {
        for (var folder = Directory.GetCurrentDirectory(); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "models", "pocket", "model_index.json")))
                return Path.Combine(folder, "models", "pocket");
        }
        throw new LocalException("There is no models/pocket above the working folder. Name a model's folder with --bundle.");
    }
}
