namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>What bends the numbers between layers.</summary>
public static class Activation
{
    /// <summary>x · sigmoid(x) (Elfwing, Uchibe and Doya, 2017).</summary>
    public static Value Silu(this Value value) => value * value.Apply("Sigmoid");

    /// <summary>x · Φ(x), Φ the normal distribution (Hendrycks and Gimpel, 2016).</summary>
    public static Value Gelu(this Value value) => value * ((value * Math.Sqrt(0.5)).Apply("Erf") + 1) * 0.5;

    /// <summary>x · sigmoid(1.702 x), the same paper's approximation, which OpenAI's CLIP was trained with.</summary>
    public static Value QuickGelu(this Value value) => value * (value * 1.702).Apply("Sigmoid");

    /// <summary>Over the last side.</summary>
    public static Value Softmax(this Value value) => value.Graph.Apply("Softmax", [value], Attributes.Of("axis", -1));
}
