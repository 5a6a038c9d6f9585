using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// Takes a sample from noise to clean in the steps of one run. Plain IEEE arithmetic in a fixed order: the same inputs give
/// the same bits on every machine. Coefficients are doubles, samples floats, rounded once a step. One instance serves one run.
/// </summary>
public abstract class Sampler
{
    private readonly float[] _clean;

    private protected Sampler(NoiseSchedule schedule, double[] timesteps, int length)
    {
        (Schedule, Timesteps) = (schedule, timesteps);
        _clean = new float[length];
    }

    /// <summary>The timestep the network is asked at, for each evaluation that the plan leaves, in the order taken.</summary>
    public IReadOnlyList<double> Timesteps { get; }

    /// <summary>Unit noise times this begins a run from pure noise.</summary>
    public abstract double InitialScale { get; }

    /// <summary>The clean sample as the last step predicted it.</summary>
    public ReadOnlySpan<float> Clean => _clean;

    private protected NoiseSchedule Schedule { get; }

    private protected Span<float> CleanBuffer => _clean;

    /// <param name="length">Elements of the sample.</param>
    /// <param name="noise">The picture's own stream, after the noise it began with: samplers that add noise draw from it, in step order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan has no or too many steps or begins outside them, or there is no such sampler.</exception>
    public static Sampler Create(SamplerKind kind, NoiseSchedule schedule, SamplingPlan plan, int length, TorchNoise noise)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Steps, 1, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfNegative(plan.FirstStep, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(plan.FirstStep, plan.Steps, nameof(plan));
        ArgumentNullException.ThrowIfNull(noise);
        return kind switch
        {
            SamplerKind.Ddim => new DdimSampler(schedule, plan, length),
            SamplerKind.Euler => new EulerSampler(schedule, plan, length),
            SamplerKind.DpmPlusPlus2M => new DpmPlusPlus2MSampler(schedule, plan, length),
            SamplerKind.Pndm => new PndmSampler(schedule, plan, length),
            SamplerKind.EulerAncestral => new EulerAncestralSampler(schedule, plan, length, noise),
            SamplerKind.Heun => new HeunSampler(schedule, plan, length),
            SamplerKind.DpmPlusPlus2MSde => new DpmPlusPlus2MSampler(schedule, plan, length, noise),
            SamplerKind.UniPc => new UniPcSampler(schedule, plan, length),
            SamplerKind.Lcm => new LcmSampler(schedule, plan, length, noise),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such sampler."),
        };
    }

    /// <summary>What the network is shown in this evaluation instead of the sample itself.</summary>
    public virtual void ScaleInput(int evaluation, ReadOnlySpan<float> sample, Span<float> scaled) => sample.CopyTo(scaled);

    /// <summary>Brings a clean sample to the noise level at which an evaluation begins.</summary>
    /// <param name="evaluation">0 to Timesteps.Count; at Timesteps.Count there is no noise left.</param>
    /// <param name="noise">Unit noise.</param>
    /// <param name="sample">May be <paramref name="clean"/> or <paramref name="noise"/> itself.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sampler was made for.</exception>
    public void AddNoise(int evaluation, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> sample)
    {
        CheckLengths(clean.Length, noise.Length, sample.Length);
        var (signal, deviation) = evaluation == Timesteps.Count ? (1, 0) : LevelOf(evaluation);
        for (var index = 0; index < sample.Length; index++)
            sample[index] = (float)((signal * clean[index]) + (deviation * noise[index]));
    }

    /// <summary>The clean sample that an output implies by itself: not held within a range, nor mixed with what came before.</summary>
    /// <param name="sample">As the evaluation begins.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sampler was made for.</exception>
    public void PredictClean(int evaluation, ReadOnlySpan<float> sample, ReadOnlySpan<float> output, Span<float> clean)
    {
        CheckLengths(sample.Length, output.Length, clean.Length);
        var (signal, noise) = LevelOf(evaluation);
        var scale = Math.Sqrt((signal * signal) + (noise * noise));
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < clean.Length; index++)
            clean[index] = (float)prediction.Clean(sample[index] / scale, output[index], signal / scale, noise / scale);
    }

    /// <summary>Takes evaluation 0 to Timesteps.Count - 1, in order.</summary>
    /// <param name="output">The network's (guided) output.</param>
    /// <param name="sample">The sample, replaced by the next one.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sampler was made for.</exception>
    public void Step(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        CheckLengths(output.Length, output.Length, sample.Length);
        Take(evaluation, output, sample);
    }

    /// <summary>A predicted clean sample, within the options' range if they have one.</summary>
    private protected double Clip(double clean)
    {
        var range = Schedule.Options.ClipSampleRange;
        return Schedule.Options.ClipSample ? Math.Clamp(clean, -range, range) : clean;
    }

    private protected abstract void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample);

    /// <summary>What a clean sample and unit noise are multiplied by to make the sample at which an evaluation begins.</summary>
    private protected abstract (double Signal, double Noise) LevelOf(int evaluation);

    private void CheckLengths(int first, int second, int third)
    {
        if (first != _clean.Length || second != _clean.Length || third != _clean.Length)
            throw new ArgumentException($"The sampler was made for {_clean.Length} elements, not {first}, {second} and {third}.");
    }
}
