namespace LaionGrid.Diffusion.Conditioning;

/// <summary>Prompt weights: each token's states are multiplied by its weight.</summary>
internal static class Emphasis
{
    /// <param name="states">[tokens, width], changed in place.</param>
    /// <param name="weights">[tokens].</param>
    /// <param name="keepsMean">
    /// Scales all states back to the mean they had, as tools for Stable Diffusion 1 and 2 do; SDXL's are left, whose mean is near zero.
    /// </param>
    public static void Apply(Span<float> states, ReadOnlySpan<float> weights, bool keepsMean)
    {
        if (!weights.ContainsAnyExcept(1f))
            return;
        var width = states.Length / weights.Length;
        var before = Sum(states);
        for (var index = 0; index < states.Length; index++)
            states[index] *= weights[index / width];
        var after = Sum(states);
        if (!keepsMean || after == 0)
            return;
        for (var index = 0; index < states.Length; index++)
            states[index] = (float)(states[index] * (before / after));
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
