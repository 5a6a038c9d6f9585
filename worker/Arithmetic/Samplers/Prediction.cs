using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>Reads a network's output y at the noisy sample x = signal · clean + noise · ε.</summary>
internal static class Prediction
{
    /// <summary>The clean sample, with signal² + noise² = 1.</summary>
    public static double Clean(this PredictionType type, double x, double y, double signal, double noise) => type switch
    {
        PredictionType.Epsilon => (x - (noise * y)) / signal,
        PredictionType.Velocity => (signal * x) - (noise * y),
        _ => y,
    };

    /// <summary>The noise ε, with signal² + noise² = 1.</summary>
    public static double Epsilon(this PredictionType type, double x, double y, double signal, double noise) => type switch
    {
        PredictionType.Epsilon => y,
        PredictionType.Velocity => (signal * y) + (noise * x),
        _ => (x - (signal * y)) / noise,
    };

    /// <summary>The clean sample, with signal = 1 and noise = σ.</summary>
    public static double Clean(this PredictionType type, double x, double y, double sigma)
    {
        var variance = (sigma * sigma) + 1;
        return type switch
        {
            PredictionType.Epsilon => x - (sigma * y),
            PredictionType.Velocity => (x / variance) - (sigma / Math.Sqrt(variance) * y),
            _ => y,
        };
    }
}
