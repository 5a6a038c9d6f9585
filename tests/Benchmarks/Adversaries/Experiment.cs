using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Benchmarks.Adversaries.Cheats;
using LaionGrid.Diffusion.Calibration;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>
/// How well does the bundled model's table tell cheats from honest workers? The table is the operator's own; classes that no machine here has are measured on imitations of such machines.
/// </summary>
internal sealed class Experiment(Laboratory laboratory, ToleranceTable table, int steps, int side)
{
    private const int PromptsOfImitations = 64;
    private const float UsualGuidance = 4;

    private static readonly ComputeDevice Cpu = ComputeDevice.Cpu();

    /// <summary>The table's first class, and imitated ones behind it.</summary>
    public IReadOnlyList<PrecisionClass> Classes { get; private set; } = [table.Classes[0]];

    /// <summary>Measures classes of machines that are only imitated, as "calibrate" would on such machines.</summary>
    public void Imitate(params IReadOnlyList<string> names)
    {
        var run = new CalibrationRun(new(laboratory.Referee.Usual with { Width = side, Height = side, Guidance = UsualGuidance }, PromptsOfImitations, CalibrationPlan.FewestSteps));
        run.Render(laboratory.Referee, CancellationToken.None);
        var cheats = ClassMaker.Cheat(run.Reference);
        foreach (var name in names)
        {
            var spread = run.Measure(name, laboratory.Variant(name), CancellationToken.None);
            Classes = [.. Classes, ClassMaker.Propose(name, [], spread.Steps, cheats, laboratory.Referee.TrainingSteps, UsualGuidance).Class];
        }
    }

    /// <summary>Examines every cheat on the same orders.</summary>
    public IEnumerable<CheatFigures> Cheat(int pictures) => Suite.All(laboratory).Select(cheat => Cheat(cheat, pictures));

    public CheatFigures Cheat(ICheat cheat, int pictures)
    {
        var orders = Enumerable.Range(0, pictures).Select(number => LaboratoryOrders.At(number, steps, side));
        return CheatFigures.Of(cheat.Name, [.. orders.Select(order => Examination.Of(laboratory, table, order, cheat.Run(order)))], Classes);
    }

    /// <summary>Examines honest workers until so many steps were compared.</summary>
    public IEnumerable<Honesty> Compare(int comparisons)
    {
        var workers = Workers().ToArray();
        var pictures = (comparisons + (workers.Length * steps) - 1) / (workers.Length * steps);
        return workers.Select((worker, number) => Honesty.Of(worker.Name, worker.Judge, [.. Enumerable.Range(0, pictures)
            .Select(picture => LaboratoryOrders.At((number * pictures) + picture, steps, side)).Select(order => Examination.Of(laboratory, table, order, Honesty.Render(worker.Engine, order)))]));
    }

    private IEnumerable<(string Name, DiffusionPipeline Engine, PrecisionClass Judge)> Workers()
    {
        foreach (var optimization in Enum.GetValues<GraphOptimization>())
        {
            var name = $"1 thread, {optimization.ToString().ToLowerInvariant()} optimised";
            yield return (name, laboratory.Honest(name, Cpu with { Threads = 1, Optimization = optimization }), Classes[0]);
        }
        yield return ("2 threads, none optimised", laboratory.Honest("2 threads, none optimised", Cpu with { Threads = 2, Optimization = GraphOptimization.None }), Classes[0]);
        yield return ("4 threads, all optimised", laboratory.Honest("4 threads, all optimised", Cpu with { Threads = 4 }), Classes[0]);
        foreach (var one in Classes.Skip(1))
            yield return ($"{one.Name}, imitated", laboratory.Variant(one.Name), one);
    }
}
