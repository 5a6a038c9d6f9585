using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Arithmetic.Schedules;

/// <summary>The noise levels of a schedule's training steps as a curve: points along it, and the way back from a level to its timestep.</summary>
internal sealed class SigmaCurve(NoiseSchedule schedule)
{
    private const double Rho = 7;

    private readonly double[] _logs =
        [.. Enumerable.Range(0, schedule.Options.TrainingSteps).Select(timestep => ExactMath.Log(schedule.Sigma(timestep)))];

    /// <summary>Falling noise levels under Karras or exponential spacing; the ends are exact, and a single one is the noisiest.</summary>
    public static double[] Between(double noisiest, double cleanest, int count, SigmaSpacing spacing)
    {
        var (bend, unbend) = spacing == SigmaSpacing.Karras ? ((Func<double, double>)Root, (Func<double, double>)Power) : (ExactMath.Log, ExactMath.Exp);
        var (from, to) = (bend(noisiest), bend(cleanest));
        var sigmas = new double[count];
        for (var index = 1; index < count; index++)
            sigmas[index] = unbend(from + (index * ((to - from) / (count - 1))));
        sigmas[^1] = cleanest;
        sigmas[0] = noisiest;
        return sigmas;
    }

    /// <summary>The timestep, with its fraction, whose noise level this is: linear in the logarithm, and within the schedule.</summary>
    public double TimestepOf(double sigma)
    {
        var log = ExactMath.Log(sigma);
        var found = Array.BinarySearch(_logs, log);
        var below = Math.Clamp(found >= 0 ? found : ~found - 1, 0, _logs.Length - 2);
        return below + Math.Clamp((log - _logs[below]) / (_logs[below + 1] - _logs[below]), 0, 1);
    }

    private static double Root(double x) => ExactMath.Exp(ExactMath.Log(x) / Rho);

    private static double Power(double x)
    {
        var square = x * x;
        return square * square * square * x;
    }
}
