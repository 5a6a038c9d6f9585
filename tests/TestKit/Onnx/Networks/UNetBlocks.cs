using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The way down, the bottom and the way up of a denoiser; what was seen on the way down is remembered for the way up.</summary>
internal sealed class UNetBlocks(UNetShape shape, Value time, Value text)
{
    private readonly Stack<(Value Value, int Channels)> _seen = [];
    private int _channels; // of the value at hand

    public Value Down(Value value, Scope at)
    {
        _channels = shape.BlockOutChannels[0];
        Remember(value);
        for (var level = 0; level < shape.Levels; level++)
        {
            var here = at[$"{level}"];
            for (var layer = 0; layer < shape.LayersPerBlock; layer++)
            {
                value = Residual(value, shape.BlockOutChannels[level], here[$"resnets.{layer}"]);
                value = Transform(value, level, shape.TransformerLayers[level], here[$"attentions.{layer}"]);
                Remember(value);
            }
            if (level + 1 < shape.Levels)
                Remember(value = value.Downsample(here["downsamplers.0"], _channels));
        }
        return value;
    }

    public Value Middle(Value value, Scope at)
    {
        value = Residual(value, _channels, at["resnets.0"]);
        value = Transform(value, shape.Levels - 1, shape.TransformerLayers.Last(depth => depth > 0), at["attentions.0"]);
        return Residual(value, _channels, at["resnets.1"]);
    }

    public Value Up(Value value, Scope at)
    {
        for (var level = shape.Levels - 1; level >= 0; level--)
        {
            var here = at[$"{shape.Levels - 1 - level}"];
            for (var layer = 0; layer <= shape.LayersPerBlock; layer++)
            {
                var (seen, seenChannels) = _seen.Pop();
                _channels += seenChannels;
                value = Residual(value.Concat(1, seen), shape.BlockOutChannels[level], here[$"resnets.{layer}"]);
                value = Transform(value, level, shape.TransformerLayers[level], here[$"attentions.{layer}"]);
            }
            if (level > 0)
                value = value.Upsample(here["upsamplers.0"], _channels);
        }
        return value;
    }

    private void Remember(Value value) => _seen.Push((value, _channels));

    private Value Residual(Value value, int outputs, Scope at)
    {
        var block = new ResidualBlock(_channels, outputs, shape.NormNumGroups, UNet.Epsilon);
        _channels = outputs;
        return block.Apply(value, at, time, shape.TimeWidth);
    }

    private Value Transform(Value value, int level, int depth, Scope at) => depth == 0
        ? value
        : new SpatialTransformer(_channels, shape.Heads[level], shape.CrossAttentionDim, depth, shape.NormNumGroups, shape.UseLinearProjection).Apply(value, text, at);
}
