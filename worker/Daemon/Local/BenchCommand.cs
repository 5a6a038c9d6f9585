using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace LaionGrid.Worker.Local;

/// <summary>"laiongrid-worker bench": how fast, how frugal is this machine with a bundle?</summary>
internal sealed class BenchCommand
{
    private const int UsualRuns = 5;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly Option<string?> _bundle = new("--bundle") { HelpName = "DIR", Description = "Folder of a model. Without one, models/pocket above the working folder." };
    private readonly Option<int> _runs = new("--runs") { HelpName = "N", Description = "Timed renders behind one that warms up; medians are shown.", DefaultValueFactory = _ => UsualRuns };
    private readonly Option<bool> _json = new("--json") { Description = "Print the figures as JSON." };
    private readonly OrderOptions _order = new();
    private readonly DeviceOptions _device = new();

    public Command Build()
    {
        var command = new Command("bench", "Measure this machine with a model: times of each stage, memory, versions.") { _bundle, _runs, _json };
        _order.AddTo(command);
        _device.AddTo(command);
        command.SetAction((result, _) => Task.Run(() => Run(result)));
        return command;
    }

    private int Run(ParseResult result) => LocalRun.Guard(cancellationToken =>
    {
        var runs = result.GetValue(_runs);
        if (runs is < 1 or > 1000)
            throw new LocalException($"--runs {runs} is not 1 to 1000.");
        var started = Stopwatch.GetTimestamp();
        using var session = LocalSession.Open(result.GetValue(_bundle) ?? FindPocket(), _device.Read(result));
        var load = Stopwatch.GetElapsedTime(started);
        var (order, problem) = _order.Read(result, session.Usual);
        if (order is null)
            throw new LocalException(problem ?? "The order cannot be read.");
        if (order.Prompt.Length == 0)
            order = order with { Prompt = "a red house on green hills at sunset", Seed = 7 };
        var report = Bench.Run(session, order, runs, load, cancellationToken);
        Console.WriteLine(result.GetValue(_json) ? JsonSerializer.Serialize(report, Format) : report.ToText(order));
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
