namespace LaionGrid.Diffusion.Pipeline;

/// <summary>What text encoders made of one or two texts.</summary>
/// <param name="States">[texts, tokens, width].</param>
/// <param name="Pooled">[texts, pooled width]; empty when no encoder pools.</param>
internal sealed record TextStates(float[] States, float[] Pooled, int Texts)
{
    public Span<float> OfText(int text) => States.AsSpan(text * (States.Length / Texts), States.Length / Texts);

    public Span<float> PooledOfText(int text) => Pooled.AsSpan(text * (Pooled.Length / Texts), Pooled.Length / Texts);
}
