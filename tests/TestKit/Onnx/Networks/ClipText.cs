using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>CLIP's text model (Radford and others, 2021): each token sees those before it; the end token's state stands for the text.</summary>
public static class ClipText
{
    private const double Forbidden = -65_504; // the least number of half precision

    /// <summary>
    /// input_ids [batch, sequence] to last_hidden_state [batch, sequence, HiddenSize] and pooler_output [batch, HiddenSize], or text_embeds
    /// [batch, ProjectionDim] for the latter in a model with a projection. The end token must have the greatest id.
    /// </summary>
    public static Graph Build(string name, ClipTextShape shape, ClipTextPorts ports, NumberKind numbers)
    {
        var graph = new Graph(name, numbers);
        var at = graph.Root["text_model"];
        var ids = graph.Input("input_ids", ports.Ids, "batch_size", ports.Sequence);
        var states = Layers(ids, shape, at);
        var last = states[^1].LayerNorm(at["final_layer_norm"], shape.HiddenSize);
        var pooled = graph.Apply("GatherND", [last, EndOf(ids)], Attributes.Of("batch_dims", 1));
        if (shape.ProjectionDim > 0)
        {
            var projected = pooled.Linear(graph.Root["text_projection"], shape.HiddenSize, shape.ProjectionDim, hasBias: false);
            graph.Output("text_embeds", numbers, projected, "batch_size", shape.ProjectionDim);
        }
        graph.Output("last_hidden_state", numbers, last, "batch_size", ports.Sequence, shape.HiddenSize);
        if (shape.ProjectionDim == 0)
            graph.Output("pooler_output", numbers, pooled, "batch_size", shape.HiddenSize);
        for (var index = 0; ports.HiddenStates && index < states.Count; index++)
            graph.Output($"hidden_states.{index}", numbers, states[index], "batch_size", ports.Sequence, shape.HiddenSize);
        return graph;
    }

    /// <summary>The embeddings and what each layer makes of them.</summary>
    private static List<Value> Layers(Value ids, ClipTextShape shape, Scope at)
    {
        var tokens = at.Weight("embeddings.token_embedding.weight", 0, 1, shape.VocabSize, shape.HiddenSize);
        var positions = at.Weight("embeddings.position_embedding.weight", 0, 0.5, shape.MaxPositionEmbeddings, shape.HiddenSize);
        var length = ids.Side(1);
        var mask = MaskOf(length);
        var layer = new EncoderLayer(shape.HiddenSize, shape.IntermediateSize, shape.NumAttentionHeads, shape.IsQuickGelu);
        List<Value> states = [tokens.Gather(ids) + positions.Slice(0, length, axis: 0)];
        for (var index = 0; index < shape.NumHiddenLayers; index++)
            states.Add(layer.Apply(states[^1], at[$"encoder.layers.{index}"], mask));
        return states;
    }

    /// <summary>[sequence, sequence]: 0 where a token may look, and far below 0 behind it.</summary>
    private static Value MaskOf(Value length)
    {
        var graph = length.Graph;
        var everywhere = graph.Singles((float)Forbidden).Expand(length.Concat(0, length));
        return graph.Apply("Trilu", [everywhere, graph.Index(1)], Attributes.Of("upper", 1)).Cast(graph.Numbers);
    }

    private static Value EndOf(Value ids) =>
        ids.Graph.Apply("ArgMax", [ids.Cast(NumberKind.Int32)], Attributes.Of("axis", 1), Attributes.Of("keepdims", 1));
}
