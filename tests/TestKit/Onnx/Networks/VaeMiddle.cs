using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The bottom of an autoencoder's halves, where the places look at each other.</summary>
internal static class VaeMiddle
{
    public static Value Apply(Value value, VaeShape shape, Scope at)
    {
        var block = shape.Residual(shape.Deepest, shape.Deepest);
        value = Attend(block.Apply(value, at["resnets.0"]), shape, at["attentions.0"]);
        return block.Apply(value, at["resnets.1"]);
    }

    private static Value Attend(Value value, VaeShape shape, Scope at)
    {
        var places = value.GroupNorm(at["group_norm"], shape.Deepest, shape.NormNumGroups, VaeShape.Epsilon).Reshape(0, shape.Deepest, -1).Transpose(0, 2, 1);
        var seen = places.Attend(places, at, heads: 1, shape.Deepest, shape.Deepest, hasBias: true);
        return value + seen.Transpose(0, 2, 1).Reshape(value.Shape());
    }
}
