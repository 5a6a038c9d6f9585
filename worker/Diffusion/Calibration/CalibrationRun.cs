using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>
/// Measures how far honest ways of running a bundle lie from a reference. Each evaluation is asked alone, from the latent that the reference came to, as a referee asks:
/// errors of the evaluations before it are not in it.
/// </summary>
/// <param name="onStep">Told after each evaluation; null when nobody looks.</param>
public sealed class CalibrationRun(CalibrationPlan plan, Action? onStep = null)
{
    private readonly List<ReferenceStep> _reference = [];

    /// <summary>Every evaluation that the reference made.</summary>
    public IReadOnlyList<ReferenceStep> Reference => _reference;

    /// <summary>Renders the pictures that others are compared with, anew.</summary>
    /// <exception cref="OrderException">The bundle cannot take the plan.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Render(DiffusionPipeline reference, CancellationToken cancellationToken)
    {
        _reference.Clear();
        for (var number = 0; number < plan.Prompts; number++)
        {
            var order = plan.OrderAt(number);
            _reference.AddRange(ReferenceStep.Of(reference.ReplayOf(order), order, reference.Follow(order, Told, cancellationToken)));
        }
    }

    /// <summary>Asks another pipeline about every evaluation of the reference.</summary>
    /// <param name="name">What to call it.</param>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public VariantSpread Measure(string name, DiffusionPipeline variant, CancellationToken cancellationToken)
    {
        var steps = new List<MeasuredStep>();
        foreach (var step in _reference)
        {
            var answer = variant.Evaluate(step.Order, step.Evaluation, step.Latent, cancellationToken);
            steps.Add(new(step.Timestep, Residuals.Between(answer, 0, step.Answer(), step.Order.Guidance)));
            onStep?.Invoke();
        }
        return new(name, variant.Device.Provider, steps);
    }

    /// <summary>Looks at trajectories under every sampler that can take the plan, at the usual guidance and at twice that.</summary>
    /// <param name="engine">Any honest one.</param>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<PlausibilityBounds> Look(DiffusionPipeline engine, CancellationToken cancellationToken)
    {
        var bounds = new List<PlausibilityBounds>();
        foreach (var sampler in Enum.GetValues<SamplerKind>().Where(sampler => engine.CanTake(plan.OrderAt(0) with { Sampler = sampler })))
        {
            foreach (var guidance in plan.Scales)
                bounds.Add(Look(engine, sampler, guidance, cancellationToken));
        }
        return bounds;
    }

    /// <summary>Looks at trajectories under one sampler and scale.</summary>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PlausibilityBounds Look(DiffusionPipeline engine, SamplerKind sampler, float guidance, CancellationToken cancellationToken)
    {
        var traits = new List<StepTraits>();
        for (var number = 0; number < plan.Prompts; number++)
        {
            var (order, recorder) = (plan.OrderAt(number, sampler, guidance), new TraitsRecorder());
            engine.ReplayOf(order).Run(engine.Follow(order, Told, cancellationToken), recorder.Observe);
            traits.AddRange(recorder.Traits);
        }
        return BoundsMaker.Of(sampler, guidance, traits, engine.TrainingSteps);
    }

    private void Told(StepView view) => onStep?.Invoke();
}
