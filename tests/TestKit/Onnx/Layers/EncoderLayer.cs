namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>One layer of CLIP's transformers (Radford and others, 2021), of text or of pictures.</summary>
/// <param name="IsQuick">The approximate GELU, of OpenAI's models.</param>
public sealed record EncoderLayer(long Width, long InnerWidth, int Heads, bool IsQuick)
{
    /// <param name="value">[batch, places, Width].</param>
    /// <param name="mask">Of what a place must not see.</param>
    public Value Apply(Value value, Scope at, Value? mask = null)
    {
        value += Attend(value.LayerNorm(at["layer_norm1"], Width), at["self_attn"], mask);
        var inner = value.LayerNorm(at["layer_norm2"], Width).Linear(at["mlp.fc1"], Width, InnerWidth);
        return value + (IsQuick ? inner.QuickGelu() : inner.Gelu()).Linear(at["mlp.fc2"], InnerWidth, Width);
    }

    private Value Attend(Value value, Scope at, Value? mask)
    {
        var (query, key) = (value.Linear(at["q_proj"], Width, Width), value.Linear(at["k_proj"], Width, Width));
        return query.Attend(key, value.Linear(at["v_proj"], Width, Width), Heads, Width, mask).Linear(at["out_proj"], Width, Width);
    }
}
