using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The half of the autoencoder (Kingma and Welling, 2014; Rombach and others, 2022) that paints pictures.</summary>
public static class VaeDecoder
{
    /// <summary>latent_sample [batch, LatentChannels, h, w] to sample [batch, 3, H, W], about -1 to 1.</summary>
    public static Graph Build(VaeShape shape, NumberKind numbers, NetworkFault fault = NetworkFault.None)
    {
        var graph = new Graph("vae_decoder", numbers);
        var at = graph.Root["decoder"];
        var latent = graph.Input("latent_sample", numbers, "batch_size", shape.LatentChannels, "latent_height", "latent_width");
        var value = latent.Convolve(graph.Root["post_quant_conv"], shape.LatentChannels, shape.LatentChannels, kernel: 1);
        value = VaeMiddle.Apply(value.Convolve(at["conv_in"], shape.LatentChannels, shape.Deepest), shape, at["mid_block"]);
        value = Up(value, shape, at["up_blocks"]);
        value = value.GroupNorm(at["conv_norm_out"], shape.BlockOutChannels[0], shape.NormNumGroups, VaeShape.Epsilon).Silu();
        value = value.Convolve(at["conv_out"], shape.BlockOutChannels[0], VaeShape.Colours).Suffer(fault);
        graph.Output("sample", numbers, value, "batch_size", VaeShape.Colours, "height", "width");
        return graph;
    }

    private static Value Up(Value value, VaeShape shape, Scope at)
    {
        var channels = shape.Deepest;
        for (var level = shape.BlockOutChannels.Count - 1; level >= 0; level--)
        {
            var here = at[$"{shape.BlockOutChannels.Count - 1 - level}"];
            for (var layer = 0; layer <= shape.LayersPerBlock; layer++)
            {
                value = shape.Residual(channels, shape.BlockOutChannels[level]).Apply(value, here[$"resnets.{layer}"]);
                channels = shape.BlockOutChannels[level];
            }
            if (level > 0)
                value = value.Upsample(here["upsamplers.0"], channels);
        }
        return value;
    }
}
