namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Places look at each other, then at the text, then think for themselves.</summary>
public sealed record TransformerBlock(long Width, int Heads, long ContextWidth)
{
    private const int Expansion = 4;

    /// <param name="value">[batch, places, Width].</param>
    /// <param name="context">[batch, tokens, ContextWidth].</param>
    public Value Apply(Value value, Value context, Scope at)
    {
        var normal = value.LayerNorm(at["norm1"], Width);
        value += normal.Attend(normal, at["attn1"], Heads, Width, Width, hasBias: false);
        value += value.LayerNorm(at["norm2"], Width).Attend(context, at["attn2"], Heads, Width, ContextWidth, hasBias: false);
        return value + FeedForward(value.LayerNorm(at["norm3"], Width), at["ff.net"]);
    }

    /// <summary>One half of a wide layer gates the other: GEGLU (Shazeer, 2020).</summary>
    private Value FeedForward(Value value, Scope at)
    {
        var (wide, last) = (Expansion * Width, value.Linear(at["0.proj"], Width, 2 * Expansion * Width));
        return (last.Slice(0, wide, axis: -1) * last.Slice(wide, 2 * wide, axis: -1).Gelu()).Linear(at["2"], wide, Width);
    }
}
