namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Layers that bring numbers to mean 0 and variance 1, and then to a learned gain and bias.</summary>
public static class Normalization
{
    /// <summary>Over groups of channels of [batch, channels, height, width] (Wu and He, 2018), spelt as torch exports it: the groups as instances.</summary>
    public static Value GroupNorm(this Value value, Scope at, long channels, int groups, float epsilon)
    {
        var graph = value.Graph;
        var grouped = value.Reshape(0, groups, -1);
        var normal = graph.Apply("InstanceNormalization", [grouped, graph.Repeat(1, groups), graph.Repeat(0, groups)], Attributes.Of("epsilon", epsilon));
        return (normal.Reshape(value.Shape()) * at.Gain(channels).Unsqueeze(1, 2)) + at.Bias(channels).Unsqueeze(1, 2);
    }

    /// <summary>Over the last side (Ba, Kiros and Hinton, 2016).</summary>
    public static Value LayerNorm(this Value value, Scope at, long width) =>
        value.Graph.Apply("LayerNormalization", [value, at.Gain(width), at.Bias(width)], Attributes.Of("axis", -1), Attributes.Of("epsilon", 1e-5f));

    /// <summary>To length 1 over the last side.</summary>
    public static Value ToUnitLength(this Value value) =>
        value / value.Graph.Apply("ReduceL2", [value], Attributes.Of("axes", [-1]), Attributes.Of("keepdims", 1));
}
