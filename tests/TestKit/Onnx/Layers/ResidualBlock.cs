namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Two convolutions beside a shortcut (He and others, 2016; here normalisation comes first), told the time between the two.</summary>
public sealed record ResidualBlock(long Inputs, long Outputs, int Groups, float Epsilon)
{
    /// <param name="time">[batch or 1, timeWidth]; null in networks that have no time.</param>
    public Value Apply(Value value, Scope at, Value? time = null, long timeWidth = 0)
    {
        var hidden = value.GroupNorm(at["norm1"], Inputs, Groups, Epsilon).Silu().Convolve(at["conv1"], Inputs, Outputs);
        if (time is not null)
            hidden += time.Silu().Linear(at["time_emb_proj"], timeWidth, Outputs).Unsqueeze(2, 3);
        hidden = hidden.GroupNorm(at["norm2"], Outputs, Groups, Epsilon).Silu().Convolve(at["conv2"], Outputs, Outputs);
        return hidden + (Inputs == Outputs ? value : value.Convolve(at["conv_shortcut"], Inputs, Outputs, kernel: 1));
    }
}
