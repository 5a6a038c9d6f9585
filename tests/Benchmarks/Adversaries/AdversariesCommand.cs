using System.CommandLine;
using System.Diagnostics;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>"adversaries": which cheats about computing does one check of one step find, and does it ever find an honest worker?</summary>
internal sealed class AdversariesCommand
{
    private readonly Option<int> _pictures = new("--pictures") { Description = "Of each cheat, every step of which is asked about; 0 for none.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _comparisons = new("--comparisons") { Description = "Honest steps compared, all workers together.", DefaultValueFactory = _ => 20_000 };
    private readonly Option<string> _only = new("--only") { Description = "Part of the names of the honest workers wanted.", DefaultValueFactory = _ => "" };
    private readonly Option<int> _steps = new("--steps") { Description = "Of each picture.", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _side = new("--side") { Description = "Of each picture, in pixels, a multiple of 64.", DefaultValueFactory = _ => 128 };
    private readonly Option<string?> _table = new("--table") { Description = "Another tolerance table than the bundle's own." };

    public RootCommand Build()
    {
        var command = new RootCommand("Cheats and honest workers on the bundled model, examined step by step.") { _pictures, _comparisons, _only, _steps, _side, _table };
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
        var started = Stopwatch.GetTimestamp();
        using var laboratory = new Laboratory();
        var experiment = new Experiment(laboratory, table, result.GetValue(_steps), result.GetValue(_side));
        experiment.Imitate("tf32", "fp16");
        ExperimentText.WriteClasses(experiment.Classes);
        ExperimentText.WriteHonesty(experiment.Compare(result.GetValue(_comparisons), result.GetValue(_only) ?? ""));
        if (result.GetValue(_pictures) is > 0 and var pictures)
            ExperimentText.WriteCheats(experiment.Cheat(pictures), experiment.Classes);
        Console.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} minutes."));
        return 0;
    }
}
