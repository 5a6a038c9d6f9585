namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Transformer blocks over the places of a picture (Rombach and others, 2022).</summary>
/// <param name="IsLinear">The projections around the blocks go over places in a row, not over a picture: later models.</param>
public sealed record SpatialTransformer(long Channels, int Heads, long ContextWidth, int Depth, int Groups, bool IsLinear)
{
    private const float Epsilon = 1e-6f;

    /// <param name="value">[batch, Channels, height, width].</param>
    public Value Apply(Value value, Value context, Scope at)
    {
        var places = Enter(value.GroupNorm(at["norm"], Channels, Groups, Epsilon), at["proj_in"]);
        for (var index = 0; index < Depth; index++)
            places = new TransformerBlock(Channels, Heads, ContextWidth).Apply(places, context, at[$"transformer_blocks.{index}"]);
        return value + Leave(places, value.Shape(), at["proj_out"]);
    }

    private Value Enter(Value picture, Scope at) => IsLinear
        ? ToPlaces(picture).Linear(at, Channels, Channels)
        : ToPlaces(picture.Convolve(at, Channels, Channels, kernel: 1));

    private Value Leave(Value places, Value sides, Scope at) => IsLinear
        ? ToPicture(places.Linear(at, Channels, Channels), sides)
        : ToPicture(places, sides).Convolve(at, Channels, Channels, kernel: 1);

    private Value ToPlaces(Value picture) => picture.Reshape(0, Channels, -1).Transpose(0, 2, 1);

    private static Value ToPicture(Value places, Value sides) => places.Transpose(0, 2, 1).Reshape(sides);
}
