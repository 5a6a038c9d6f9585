using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>What a denoiser is told about the step, besides the text.</summary>
internal static class UNetTime
{
    /// <summary>The timestep, and a distilled network's guidance, as [batch or 1, TimeWidth].</summary>
    public static Value Build(UNetShape shape, UNetPorts ports, Graph graph)
    {
        var waves = Timestep(ports, graph).ToWaves(shape.BlockOutChannels[0]);
        if (shape.TimeCondProjDim > 0)
        {
            var guidance = graph.Input("timestep_cond", graph.Numbers, ports.Batch, shape.TimeCondProjDim);
            waves += guidance.Linear(graph.Root["time_embedding.cond_proj"], shape.TimeCondProjDim, shape.BlockOutChannels[0], hasBias: false);
        }
        return waves.Embed(graph.Root["time_embedding"], shape.BlockOutChannels[0], shape.TimeWidth);
    }

    /// <summary>SDXL's pooled text and sizes on top.</summary>
    public static Value AddSizes(Value time, UNetShape shape, UNetPorts ports, Graph graph)
    {
        if (shape.PooledTextWidth == 0)
            return time;
        var pooled = graph.Input("text_embeds", graph.Numbers, ports.Batch, shape.PooledTextWidth);
        var sizes = graph.Input("time_ids", graph.Numbers, ports.Batch, shape.TimeIdCount);
        var waves = sizes.ToWaves(shape.AdditionTimeEmbedDim).Reshape(-1, shape.TimeIdCount * shape.AdditionTimeEmbedDim);
        return time + pooled.Concat(1, waves).Embed(graph.Root["add_embedding"], shape.AddedWidth, shape.TimeWidth);
    }

    private static Value Timestep(UNetPorts ports, Graph graph) => ports.TimestepRank switch
    {
        TimestepRank.Scalar => graph.Input("timestep", ports.TimestepKind),
        TimestepRank.One => graph.Input("timestep", ports.TimestepKind, 1),
        _ => graph.Input("timestep", ports.TimestepKind, ports.Batch),
    };
}
