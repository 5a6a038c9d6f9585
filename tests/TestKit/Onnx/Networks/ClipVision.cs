using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>CLIP's picture model (Radford and others, 2021): a transformer over square patches and one place more, whose state stands for the picture.</summary>
public static class ClipVision
{
    /// <summary>pixel_values [batch, 3, ImageSize, ImageSize] to image_embeds [batch, ProjectionDim].</summary>
    public static Graph Build(ClipVisionShape shape, NumberKind numbers)
    {
        var graph = new Graph("clip_image_encoder", numbers);
        var pixels = graph.Input("pixel_values", numbers, "batch_size", VaeShape.Colours, shape.ImageSize, shape.ImageSize);
        graph.Output("image_embeds", numbers, Project(pixels, shape, graph.Root), "batch_size", shape.ProjectionDim);
        return graph;
    }

    /// <summary>[batch, ProjectionDim] of pictures.</summary>
    internal static Value Project(Value pixels, ClipVisionShape shape, Scope root)
    {
        var at = root["vision_model"];
        var value = Embed(pixels, shape, at["embeddings"]).LayerNorm(at["pre_layrnorm"], shape.HiddenSize);
        var layer = new EncoderLayer(shape.HiddenSize, shape.IntermediateSize, shape.NumAttentionHeads, IsQuick: true);
        for (var index = 0; index < shape.NumHiddenLayers; index++)
            value = layer.Apply(value, at[$"encoder.layers.{index}"]);
        var pooled = value.Slice(0, 1, axis: 1).Reshape(0, shape.HiddenSize).LayerNorm(at["post_layernorm"], shape.HiddenSize);
        return pooled.Linear(root["visual_projection"], shape.HiddenSize, shape.ProjectionDim, hasBias: false);
    }

    /// <summary>[batch, places, HiddenSize].</summary>
    private static Value Embed(Value pixels, ClipVisionShape shape, Scope at)
    {
        var patches = pixels.Convolve(at["patch_embedding"], VaeShape.Colours, shape.HiddenSize, shape.PatchSize, shape.PatchSize, hasBias: false)
            .Reshape(0, shape.HiddenSize, -1).Transpose(0, 2, 1);
        var one = at.Weight("class_embedding", 0, 1, shape.HiddenSize).Expand(pixels.Side(0).Concat(0, pixels.Graph.Integers(1, shape.HiddenSize)));
        return one.Concat(1, patches) + at.Weight("position_embedding.weight", 0, 0.5, shape.Places, shape.HiddenSize);
    }
}
