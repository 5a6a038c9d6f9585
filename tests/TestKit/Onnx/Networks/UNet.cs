using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>
/// The denoiser of Stable Diffusion (Rombach and others, 2022; Podell and others, 2023, for SDXL): levels of ever smaller size, back up
/// again, each level up shown what the same level down saw.
/// </summary>
public static class UNet
{
    internal const float Epsilon = 1e-5f;

    /// <summary>sample [batch, InChannels, h, w], timestep, encoder_hidden_states, and what the shape adds, to out_sample [batch, OutChannels, h, w].</summary>
    public static Graph Build(UNetShape shape, UNetPorts ports, NumberKind numbers)
    {
        var graph = new Graph("unet", numbers);
        var at = graph.Root;
        var sample = graph.Input("sample", numbers, ports.Batch, shape.InChannels, "height", "width");
        var time = UNetTime.Build(shape, ports, graph);
        var text = graph.Input("encoder_hidden_states", numbers, ports.Batch, ports.Sequence, shape.CrossAttentionDim);
        time = UNetTime.AddSizes(time, shape, ports, graph);
        var blocks = new UNetBlocks(shape, time, text);
        var value = blocks.Down(sample.Convolve(at["conv_in"], shape.InChannels, shape.BlockOutChannels[0]), at["down_blocks"]);
        value = blocks.Up(blocks.Middle(value, at["mid_block"]), at["up_blocks"]);
        value = value.GroupNorm(at["conv_norm_out"], shape.BlockOutChannels[0], shape.NormNumGroups, Epsilon).Silu();
        value = value.Convolve(at["conv_out"], shape.BlockOutChannels[0], shape.OutChannels).Suffer(ports.Fault);
        graph.Output("out_sample", numbers, value, ports.Batch, shape.OutChannels, "height", "width");
        return graph;
    }
}
