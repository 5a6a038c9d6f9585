using System.CommandLine;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Calibration;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>"laiongrid-worker calibrate": how far may an honest machine's outputs lie from the reference's, for one bundle?</summary>
internal sealed class CalibrateCommand
{
    private const int UsualPrompts = 24;
    private const int MostPrompts = 1000;
    private const int MostSteps = 100;
    private const string UsualName = "tolerance.json";

    private readonly Option<string> _bundle = new("--bundle") { HelpName = "DIR", Description = "Folder of a model in the ONNX layout of Stable Diffusion.", Required = true };
    private readonly Option<int?> _prompts = CheckedOption.Number("--prompts", "N", $"Pictures to compare ({UsualPrompts} if not given; 64 for a table to be used)", 1, MostPrompts);
    private readonly Option<int?> _steps = CheckedOption.Number("--steps", "N", $"Steps of each ({CalibrationPlan.FewestSteps} if not given)", CalibrationPlan.FewestSteps, MostSteps);
    private readonly Option<string?> _out = new("--out") { HelpName = "FILE", Description = $"Where to write; what lies there is replaced, by a table of the next version. {UsualName} in the model's folder if not given." };
    private readonly Option<string[]> _admit = new("--admit") { HelpName = "PROVIDER=CLASS", Description = "Admits a provider that was not measured here into a class that was, such as CUDA=fp32. On your word." };
    private readonly SigningKey _key = new();
    private readonly DeviceOptions _device = new();

    public Command Build()
    {
        var command = new Command("calibrate", "Measure how far honest machines' outputs lie apart with a model, and write the tolerances that checks are held to.") { _bundle, _prompts, _steps, _out, _admit };
        _key.AddTo(command);
        _device.AddTo(command);
        command.SetAction((result, _) => Task.Run(() => Run(result)));
        return command;
    }

    private int Run(ParseResult result) => LocalRun.Guard(() =>
    {
        var bundle = result.GetRequiredValue(_bundle);
        var admitted = (result.GetValue(_admit) ?? []).Select(Admission.Parse).ToArray();
        var file = new ToleranceTableFile(result.GetValue(_out) ?? Path.Combine(bundle, UsualName));
        using var key = _key.Read(result);
        using var progress = new ProgressLine();
        var calibration = new LocalCalibration(bundle, result.GetValue(_prompts) ?? UsualPrompts, result.GetValue(_steps) ?? CalibrationPlan.FewestSteps, _device.Read(result), progress);
        var found = LocalRun.Stoppable(calibration.Run);
        progress.Wipe();
        Console.WriteLine(CalibrationText.Of(found));
        var table = Propose(found, admitted, file.NextVersion(found.BundleId));
        file.Write(key is null ? table : table.Sign(key));
        Console.WriteLine($"{file.Path}: version {table.Version}, {(key is null ? "not signed: give --sign-key before a grid is to believe it" : $"signed with key {ToleranceSignature.NameOf(key)}")}.");
    });

    private static ToleranceTable Propose(CalibrationFindings found, IReadOnlyList<Admission> admitted, int version)
    {
        var classes = found.Classes.Where(one => one.IsAdmitted).Select(one => one.Class).ToArray();
        if (classes.Length == 0)
            throw new LocalException("No class can be told from those that cheat, so there is no table to write. Compare more steps, or give up checking this model on this machine.");
        return new()
        {
            Version = version,
            BundleId = found.BundleId,
            BundleVersion = found.BundleVersion,
            EngineVersion = DiffusionPipeline.EngineVersion,
            Reference = found.Reference,
            Classes = admitted.Aggregate(classes, (all, one) => one.AddTo(all)),
            Plausibility = found.Bounds,
        };
    }
}
