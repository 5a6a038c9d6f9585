namespace LaionGrid.Arithmetic;

/// <summary>How the denoising steps are taken.</summary>
public enum SamplerKind
{
    Ddim,
    Euler,
    DpmPlusPlus2M,
}

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

    /// <summary>The timestep the network is asked at, for each step.</summary>
    public IReadOnlyList<double> Timesteps { get; }

    /// <summary>The unit noise is multiplied by this to begin.</summary>
    public abstract double InitialScale { get; }

    /// <summary>The clean sample as the last step predicted it.</summary>
    public ReadOnlySpan<float> Clean => _clean;

    private protected NoiseSchedule Schedule { get; }

    private protected Span<float> CleanBuffer => _clean;

    /// <param name="steps">1 to the schedule's training steps; DPM++ 2M takes two fewer at most.</param>
    /// <param name="length">Elements of the sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no or too many steps, or no such sampler.</exception>
    public static Sampler Create(SamplerKind kind, NoiseSchedule schedule, int steps, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return kind switch
        {
            SamplerKind.Ddim => new DdimSampler(schedule, steps, length),
            SamplerKind.Euler => new EulerSampler(schedule, steps, length),
            SamplerKind.DpmPlusPlus2M => new DpmPlusPlus2MSampler(schedule, steps, length),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such sampler."),
        };
    }

    /// <summary>What the network is shown in this step instead of the sample itself.</summary>
    public virtual void ScaleInput(int step, ReadOnlySpan<float> sample, Span<float> scaled) => sample.CopyTo(scaled);

    /// <summary>Takes step 0 to Timesteps.Count - 1, in order.</summary>
    /// <param name="output">The network's (guided) output.</param>
    /// <param name="sample">The sample, replaced by the next one.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sampler was made for.</exception>
    public void Step(int step, ReadOnlySpan<float> output, Span<float> sample)
    {
        if (output.Length != _clean.Length || sample.Length != _clean.Length)
            throw new ArgumentException($"The sampler was made for {_clean.Length} elements, not {output.Length} and {sample.Length}.", nameof(sample));
        Take(step, output, sample);
    }

    private protected abstract void Take(int step, ReadOnlySpan<float> output, Span<float> sample);
}
