namespace LaionGrid.Arithmetic;

/// <summary>Classifier-free guidance (Ho and Salimans, 2022).</summary>
public static class Guidance
{
    /// <summary>guided = unconditional + scale (conditional - unconditional), element by element, rounded once to float.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Apply(ReadOnlySpan<float> unconditional, ReadOnlySpan<float> conditional, double scale, Span<float> guided)
    {
        if (unconditional.Length != guided.Length || conditional.Length != guided.Length)
            throw new ArgumentException($"Guidance wants equal lengths, not {unconditional.Length}, {conditional.Length} and {guided.Length}.", nameof(guided));
        for (var index = 0; index < guided.Length; index++)
        {
            double from = unconditional[index];
            guided[index] = (float)(from + (scale * (conditional[index] - from)));
        }
    }
}
