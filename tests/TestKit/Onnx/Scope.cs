namespace LaionGrid.TestKit.Onnx;

/// <summary>A place in a network's tree of names, as torch writes it ("down_blocks.0.resnets.1"); layers get their weights there.</summary>
public readonly record struct Scope(Graph Graph, string Path)
{
    /// <summary>The place of a part.</summary>
    public Scope this[string part] => new(Graph, Path.Length == 0 ? part : $"{Path}.{part}");

    public Value Weight(string name, double middle, double spread, params long[] shape) => Graph.Weight(this[name].Path, middle, spread, shape);

    /// <summary>Weights that keep the variance of what they are multiplied with: uniform of variance 1 / fanIn.</summary>
    /// <param name="fanIn">Numbers that are summed up for one result.</param>
    public Value Mixing(string name, long fanIn, params long[] shape) => Weight(name, 0, Math.Sqrt(3.0 / fanIn), shape);

    public Value Bias(params long[] shape) => Weight("bias", 0, 0.05, shape);

    /// <summary>A normalisation's gain, about 1.</summary>
    public Value Gain(params long[] shape) => Weight("weight", 1, 0.2, shape);
}
