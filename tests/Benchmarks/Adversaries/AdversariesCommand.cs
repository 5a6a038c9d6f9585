using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Benchmarks.Adversaries.Study;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>"adversaries": which cheats about computing are found, what do they earn, what does finding them cost, and is an honest worker ever taken for one?</summary>
internal sealed class AdversariesCommand
{
    private const int ShortPictures = 1;
    private const int ShortComparisons = 480;
    private const int ShortLives = 40;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Option<int> _pictures = new("--pictures") { Description = "Of each cheat; every step of each is asked about.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _comparisons = new("--comparisons") { Description = "Honest steps compared, all workers together.", DefaultValueFactory = _ => 20_000 };
    private readonly Option<int> _steps = new("--steps") { Description = "Of each picture.", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _side = new("--side") { Description = "Of each picture, in pixels, a multiple of 64.", DefaultValueFactory = _ => 128 };
    private readonly Option<int> _lives = new("--lives") { Description = "Simulated, of each strategy.", DefaultValueFactory = _ => 400 };
    private readonly Option<string?> _table = new("--table") { Description = "Another tolerance table than the bundle's own." };
    private readonly Option<bool> _short = new("--short") { Description = "Little of everything, in a minute or two, for the class of machines at hand." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public RootCommand Build()
    {
        var command = new RootCommand("Cheats and honest workers on the bundled model, examined step by step, and what a life of cheating earns. Ends with 1 when a goal is missed that was reached.")
        {
            _pictures, _comparisons, _steps, _side, _lives, _table, _short, _json,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        var path = result.GetValue(_table) ?? Path.Combine(Laboratory.Bundle, "tolerance.json");
        var (table, problem) = ToleranceTable.Read(File.ReadAllBytes(path));
        if (table is null)
        {
            Console.Error.WriteLine($"{path}: {problem}.");
            return 1;
        }
        var (started, isJson) = (Stopwatch.GetTimestamp(), result.GetValue(_json));
        using var laboratory = new Laboratory();
        var size = result.GetValue(_short)
            ? new(ShortPictures, ShortComparisons, ShortLives, IsShort: true)
            : new StudySize(result.GetValue(_pictures), result.GetValue(_comparisons), result.GetValue(_lives), IsShort: false);
        var studying = new Studying(laboratory, table, result.GetValue(_steps), result.GetValue(_side), size);
        var found = studying.Run(Console.Error.WriteLine);
        if (isJson)
            Console.WriteLine(JsonSerializer.Serialize(found.Summary, Json));
        else
            StudyText.Write(found);
        if (!isJson && !size.IsShort)
            Ablations.Write(studying, found);
        return Judge(found, Stopwatch.GetElapsedTime(started));
    }

    private static int Judge(StudyResult found, TimeSpan took)
    {
        var missed = Goals.Missed(found);
        foreach (var one in missed)
            Console.Error.WriteLine(one);
        Console.Error.WriteLine(FormattableString.Invariant($"{took.TotalMinutes:0.0} minutes; {missed.Count} goals missed."));
        return missed.Count == 0 ? 0 : 1;
    }
}
