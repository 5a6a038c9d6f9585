namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Layers that mix channels.</summary>
public static class Projection
{
    /// <summary>Over the last side.</summary>
    public static Value Linear(this Value value, Scope at, long inputs, long outputs, bool hasBias = true)
    {
        var result = value.MatMul(at.Mixing("weight", inputs, inputs, outputs));
        return hasBias ? result + at.Bias(outputs) : result;
    }

    /// <summary>Over [batch, channels, height, width]; a kernel of 3 keeps the sides, by zeros all around.</summary>
    public static Value Convolve(this Value value, Scope at, long inputs, long outputs, long kernel = 3, long stride = 1, bool hasBias = true) =>
        value.Convolve(at, inputs, outputs, kernel, stride, [kernel == 3 ? 1 : 0], hasBias);

    /// <param name="padding">Zeros before and behind height and width: one number for all four, or top, left, bottom, right.</param>
    public static Value Convolve(this Value value, Scope at, long inputs, long outputs, long kernel, long stride, long[] padding, bool hasBias = true)
    {
        var weight = at.Mixing("weight", inputs * kernel * kernel, outputs, inputs, kernel, kernel);
        return value.Graph.Apply(
            "Conv",
            hasBias ? [value, weight, at.Bias(outputs)] : [value, weight],
            Attributes.Of("kernel_shape", [kernel, kernel]),
            Attributes.Of("strides", [stride, stride]),
            Attributes.Of("pads", padding.Length == 1 ? [padding[0], padding[0], padding[0], padding[0]] : padding));
    }
}
