using LaionGrid.Diffusion;
using LaionGrid.Diffusion.Calibration;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Local;

/// <summary>
/// Calibrates with what this machine has: the processor under several numbers of threads and degrees of rewriting, and the card that was asked for. The reference is the
/// processor on one thread, in the precision of the file, rewritten as a worker's is: that is what a referee computes with.
/// </summary>
internal sealed class LocalCalibration(string bundle, int prompts, int steps, (DeviceRequest? Request, string? Problem) device, ProgressLine progress)
{
    private int _done;

    /// <exception cref="LocalException">There is no such folder, or no such kind of device.</exception>
    public CalibrationFindings Run(CancellationToken cancellationToken)
    {
        var (variants, reference) = (Variants(), ComputeDevice.Cpu() with { Threads = 1 });
        using var session = LocalSession.Open(bundle, reference, progress);
        var plan = new CalibrationPlan(session.Usual, prompts, steps);
        var run = new CalibrationRun(plan, () => progress.Show(++_done, Math.Max(_done, prompts * steps * (1 + variants.Count)), "evaluations"));
        run.Render(session.Engine, cancellationToken);
        var spreads = variants.Select(variant => Measure(run, variant, cancellationToken)).ToArray();
        var bounds = Look(run, variants[^1], cancellationToken);
        var classes = ClassMaker.Propose(spreads, run.Reference, session.Engine.TrainingSteps, plan.Usual.Guidance);
        return new(session.Id, session.Version, $"CPU, 1 thread, ONNX Runtime {DiffusionPipeline.RuntimeVersion}", spreads, classes, bounds);
    }

    /// <summary>What a worker would render with here is the last.</summary>
    private List<ComputeDevice> Variants()
    {
        var (asked, problem) = (device.Request ?? throw new LocalException(device.Problem ?? "")).Find();
        var (cpu, all) = (ComputeDevice.Cpu(), Environment.ProcessorCount);
        var variants = new List<ComputeDevice>();
        foreach (var optimization in (GraphOptimization[])[GraphOptimization.None, GraphOptimization.Basic, GraphOptimization.Extended])
            variants.Add(cpu with { Threads = 1, Optimization = optimization });
        variants.Add(cpu with { Threads = Math.Max(2, all / 2), Optimization = GraphOptimization.None });
        variants.Add(cpu with { Threads = Math.Max(2, all) });
        if (asked is null)
            throw new DeviceException(problem);
        if (asked.Kind != ComputeKind.Cpu)
            variants.Add(asked);
        return variants;
    }

    private VariantSpread Measure(CalibrationRun run, ComputeDevice variant, CancellationToken cancellationToken)
    {
        using var session = LocalSession.Open(bundle, variant, progress);
        return run.Measure(Describe(variant), session.Engine, cancellationToken);
    }

    private IReadOnlyList<Arithmetic.Tolerances.PlausibilityBounds> Look(CalibrationRun run, ComputeDevice variant, CancellationToken cancellationToken)
    {
        using var session = LocalSession.Open(bundle, variant, progress);
        return run.Look(session.Engine, cancellationToken);
    }

    private static string Describe(ComputeDevice device) => device.Kind != ComputeKind.Cpu ? device.Name
        : $"CPU, {device.Threads} {(device.Threads == 1 ? "thread" : "threads")}, {device.Optimization.ToString().ToLowerInvariant()} optimised";
}
