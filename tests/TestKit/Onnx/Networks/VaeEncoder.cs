using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The half of the autoencoder that looks at pictures.</summary>
public static class VaeEncoder
{
    /// <summary>
    /// sample [batch, 3, H, W], -1 to 1, to latent_parameters [batch, 2 · LatentChannels, h, w] or latent_sample [batch, LatentChannels, h, w].
    /// </summary>
    public static Graph Build(VaeShape shape, NumberKind numbers, LatentOutput output)
    {
        var graph = new Graph("vae_encoder", numbers);
        var at = graph.Root["encoder"];
        var picture = graph.Input("sample", numbers, "batch_size", VaeShape.Colours, "height", "width");
        var value = Down(picture.Convolve(at["conv_in"], VaeShape.Colours, shape.BlockOutChannels[0]), shape, at["down_blocks"]);
        value = VaeMiddle.Apply(value, shape, at["mid_block"]);
        var channels = 2 * shape.LatentChannels;
        value = value.GroupNorm(at["conv_norm_out"], shape.Deepest, shape.NormNumGroups, VaeShape.Epsilon).Silu().Convolve(at["conv_out"], shape.Deepest, channels);
        value = value.Convolve(graph.Root["quant_conv"], channels, channels, kernel: 1);
        if (output == LatentOutput.Parameters)
            graph.Output("latent_parameters", numbers, value, "batch_size", channels, "latent_height", "latent_width");
        else
            graph.Output("latent_sample", numbers, Draw(value, shape.LatentChannels), "batch_size", shape.LatentChannels, "latent_height", "latent_width");
        return graph;
    }

    private static Value Down(Value value, VaeShape shape, Scope at)
    {
        var channels = shape.BlockOutChannels[0];
        for (var level = 0; level < shape.BlockOutChannels.Count; level++)
        {
            var here = at[$"{level}"];
            for (var layer = 0; layer < shape.LayersPerBlock; layer++)
            {
                value = shape.Residual(channels, shape.BlockOutChannels[level]).Apply(value, here[$"resnets.{layer}"]);
                channels = shape.BlockOutChannels[level];
            }
            if (level + 1 < shape.BlockOutChannels.Count)
                value = value.DownsampleAside(here["downsamplers.0"], channels);
        }
        return value;
    }

    /// <summary>mean + exp(logarithm of the variance / 2) · noise.</summary>
    private static Value Draw(Value parameters, int channels)
    {
        var mean = parameters.Slice(0, channels, axis: 1);
        var noise = mean.Cast(NumberKind.Float32).Graph.Apply("RandomNormalLike", [mean.Cast(NumberKind.Float32)], Attributes.Of("seed", 1f));
        return mean + ((parameters.Slice(channels, 2 * channels, axis: 1) * 0.5).Apply("Exp") * noise.Cast(parameters.Graph.Numbers));
    }
}
