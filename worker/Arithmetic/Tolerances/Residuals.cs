using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>
/// Compares outputs of one evaluation. Before guidance first: guidance takes rounding noise that the two texts do not share up to ten times, while what a
/// wrong network does to both cancels in it. Sums run in double, element after element: every machine comes to the same number.
/// </summary>
public static class Residuals
{
    /// <param name="claimed">A worker's trajectory.</param>
    /// <param name="evaluation">Which of its evaluations.</param>
    /// <param name="answer">A referee's trajectory of that evaluation alone.</param>
    /// <param name="guidance">Of the order; counts only with two texts.</param>
    /// <exception cref="ArgumentException">The two are not of the same form, or the answer is of more than one evaluation.</exception>
    public static StepResidual Between(Trajectory claimed, int evaluation, Trajectory answer, double guidance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(evaluation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(evaluation, claimed.Evaluations);
        if (answer.Evaluations != 1 || answer.Texts != claimed.Texts || answer.Length != claimed.Length)
            throw new ArgumentException($"An answer of {answer.Evaluations} x {answer.Texts} x {answer.Length} cannot be compared with an evaluation of {claimed.Texts} x {claimed.Length}.", nameof(answer));
        var (said, found) = (Outputs(claimed, evaluation), Outputs(answer, 0));
        var raw = 0.0;
        for (var text = 0; text < said.Length; text++)
            raw = Math.Max(raw, Relative(said[text], found[text]));
        if (said.Length == 1)
            return new(raw, raw, 1);
        Guidance.Apply(said[0], said[1], guidance, said[0]);
        Guidance.Apply(found[0], found[1], guidance, found[0]);
        return new(raw, Relative(said[0], found[0]), guidance);
    }

    /// <summary>How far a latent is from the answer, relative to the answer: for what an encoder makes of a picture.</summary>
    /// <exception cref="ArgumentException">The two are not of the same length.</exception>
    public static double Between(ReadOnlySpan<float> claimed, ReadOnlySpan<float> answer) => claimed.Length == answer.Length
        ? Relative(claimed, answer)
        : throw new ArgumentException($"A latent of {answer.Length} cannot be compared with one of {claimed.Length}.", nameof(answer));

    /// <summary>How much guidance at a scale enlarges noise that the two texts do not share, and that is as large in both: √(s² + (s - 1)²).</summary>
    public static double Amplification(double guidance) => Math.Sqrt((guidance * guidance) + ((guidance - 1) * (guidance - 1)));

    private static float[][] Outputs(Trajectory trajectory, int evaluation)
    {
        var outputs = new float[trajectory.Texts][];
        for (var text = 0; text < outputs.Length; text++)
            trajectory.CopyTo(evaluation, text, outputs[text] = new float[trajectory.Length]);
        return outputs;
    }

    private static double Relative(ReadOnlySpan<float> claimed, ReadOnlySpan<float> answer)
    {
        var (apart, whole) = (0.0, 0.0);
        for (var index = 0; index < answer.Length; index++)
        {
            double difference = (double)claimed[index] - answer[index];
            apart += difference * difference;
            whole += (double)answer[index] * answer[index];
        }
        return apart == 0 ? 0 : Math.Sqrt(apart / whole); // over zero it is infinite, and beyond every tolerance
    }
}
