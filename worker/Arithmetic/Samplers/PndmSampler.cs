using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// Pseudo linear multistep (Liu and others, 2022): the noise is taken from the last four outputs. It begins with one
/// step taken twice, in the manner of Heun, or with three Runge-Kutta steps of four evaluations each.
/// </summary>
internal sealed class PndmSampler : AlphaSampler
{
    public const int Phases = 4;
    public const int RungeKuttaSteps = 3;

    /// <summary>Adams and Bashforth's weights of the latest outputs, by how many there are.</summary>
    private static readonly double[][] Weights =
        [[1], [3 / 2.0, -1 / 2.0], [23 / 12.0, -16 / 12.0, 5 / 12.0], [55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0]];

    /// <summary>Runge and Kutta's weights of the four outputs of a step.</summary>
    private static readonly double[] PhaseWeights = [1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0];

    private readonly int _stride;
    private readonly int _rungeKuttaEnd;
    private readonly float[][] _outputs;
    private readonly float[] _start;
    private readonly double[] _mix;
    private readonly double[] _sum;
    private int _known;

    public PndmSampler(NoiseSchedule schedule, SamplingPlan plan, int length) : base(schedule, Evaluations(schedule, plan), length)
    {
        _stride = schedule.Options.TrainingSteps / plan.Steps;
        _rungeKuttaEnd = schedule.Options.SkipPrkSteps ? 0 : RungeKuttaSteps * Phases;
        _outputs = [.. Weights.Select(_ => new float[length])];
        (_start, _mix, _sum) = (new float[length], new double[length], new double[length]);
    }

    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        if (evaluation < _rungeKuttaEnd)
            TakePhase(evaluation, output, sample);
        else if (evaluation == 1)
            TakeAgain(output, sample);
        else
            TakeMultistep((int)Timesteps[evaluation], output, sample);
    }

    private void TakePhase(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var phase = evaluation % Phases;
        if (phase == 0)
        {
            Remember(output);
            sample.CopyTo(_start);
            Array.Clear(_sum);
        }
        for (var index = 0; index < _sum.Length; index++)
        {
            _sum[index] += PhaseWeights[phase] * output[index];
            _mix[index] = phase == Phases - 1 ? _sum[index] : output[index];
        }
        Follow((int)Timesteps[evaluation - phase], (int)Timesteps[evaluation] - (phase % 2 == 0 ? _stride / 2 : 0), sample);
    }

    /// <summary>The first step once more, under the mean of both its ends.</summary>
    private void TakeAgain(ReadOnlySpan<float> output, Span<float> sample)
    {
        for (var index = 0; index < _mix.Length; index++)
            _mix[index] = (output[index] + (double)_outputs[0][index]) / 2;
        Follow((int)Timesteps[1] + _stride, (int)Timesteps[1], sample);
    }

    private void TakeMultistep(int timestep, ReadOnlySpan<float> output, Span<float> sample)
    {
        Remember(output);
        sample.CopyTo(_start);
        Array.Clear(_mix);
        var weights = Weights[_known - 1];
        for (var age = 0; age < weights.Length; age++)
        {
            for (var index = 0; index < _mix.Length; index++)
                _mix[index] += weights[age] * _outputs[age][index];
        }
        Follow(timestep, timestep - _stride, sample);
    }

    /// <summary>From where the step began along the paper's transfer part, under the mix of outputs.</summary>
    private void Follow(int from, int to, Span<float> sample)
    {
        var alpha = Schedule.PositiveAlpha(Math.Min(from, Schedule.Options.TrainingSteps - 1));
        var alphaTo = AlphaAt(to);
        var (signal, noise) = Split(alpha);
        var keep = Math.Sqrt(alphaTo / alpha);
        var weight = (alphaTo - alpha) / ((alpha * Math.Sqrt(1 - alphaTo)) + Math.Sqrt(alpha * (1 - alpha) * alphaTo));
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = _start[index];
            var epsilon = prediction.Epsilon(x, _mix[index], signal, noise);
            CleanBuffer[index] = (float)((x - (noise * epsilon)) / signal);
            sample[index] = (float)((keep * x) - (weight * epsilon));
        }
    }

    /// <summary>Puts an output before the others and forgets the fourth.</summary>
    private void Remember(ReadOnlySpan<float> output)
    {
        var oldest = _outputs[^1];
        Array.Copy(_outputs, 0, _outputs, 1, _outputs.Length - 1);
        _outputs[0] = oldest;
        output.CopyTo(oldest);
        _known = Math.Min(_known + 1, _outputs.Length);
    }

    private static double[] Evaluations(NoiseSchedule schedule, SamplingPlan plan)
    {
        var timesteps = schedule.Timesteps(plan.Steps, fractional: false);
        if (schedule.Options.SkipPrkSteps)
            return (plan.Steps == 1 ? timesteps : [.. timesteps[..2], .. timesteps[1..]])[plan.FirstStep..];
        if (plan.Steps <= RungeKuttaSteps || plan.FirstStep > 0)
            throw new ArgumentOutOfRangeException(nameof(plan), $"PNDM with Runge-Kutta steps takes {RungeKuttaSteps + 1} steps or more, and begins with the first.");
        var half = schedule.Options.TrainingSteps / plan.Steps / 2;
        return
        [
            .. Enumerable.Range(0, RungeKuttaSteps).SelectMany(step =>
                (double[])[timesteps[step], timesteps[step + 1] + half, timesteps[step + 1] + half, timesteps[step + 1]]),
            .. timesteps[RungeKuttaSteps..],
        ];
    }
}
