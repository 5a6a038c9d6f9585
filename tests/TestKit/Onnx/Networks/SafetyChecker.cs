using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>
/// Stable Diffusion's safety checker in its ONNX form: a picture is unsafe when it is nearer to one of 17 concepts than that one's
/// threshold, and nearer by 0.01 suffices when it is near one of three others.
/// </summary>
public static class SafetyChecker
{
    private const int Concepts = 17;
    private const int SpecialConcepts = 3;
    private const double Adjustment = 0.01;
    private const double BeyondAnyCosine = 2;

    /// <summary>
    /// clip_input [batch, 3, ImageSize, ImageSize] and images [batch, H, W, 3] to out_images, black where unsafe, and has_nsfw_concepts [batch].
    /// </summary>
    /// <param name="flags">Whether it takes every picture for unsafe, or none.</param>
    public static Graph Build(ClipVisionShape shape, NumberKind numbers, bool flags)
    {
        var graph = new Graph("safety_checker", numbers);
        var clip = graph.Input("clip_input", numbers, "batch_size", VaeShape.Colours, shape.ImageSize, shape.ImageSize);
        var images = graph.Input("images", numbers, "batch_size", "height", "width", VaeShape.Colours);
        var direction = ClipVision.Project(clip, shape, graph.Root["vision_model"]).ToUnitLength();
        var threshold = flags ? -BeyondAnyCosine : BeyondAnyCosine;
        var special = Excess(direction, "special_care_embeds", SpecialConcepts, shape.ProjectionDim, threshold);
        var excess = Excess(direction, "concept_embeds", Concepts, shape.ProjectionDim, threshold) + (IsAny(special).Cast(numbers) * Adjustment);
        var isUnsafe = IsAny(excess);
        graph.Output("out_images", numbers, images * ((isUnsafe.Cast(numbers) * -1) + 1).Unsqueeze(2, 3), "batch_size", "height", "width", VaeShape.Colours);
        graph.Output("has_nsfw_concepts", NumberKind.Boolean, isUnsafe.Reshape(-1), "batch_size");
        return graph;
    }

    /// <summary>[batch, count] cosines above their thresholds.</summary>
    private static Value Excess(Value direction, string name, int count, int width, double threshold)
    {
        var at = direction.Graph.Root;
        var concepts = at.Weight(name, 0, 1, count, width).ToUnitLength().Transpose(1, 0);
        return direction.MatMul(concepts) - at.Weight($"{name}_weights", threshold, 0.1, count);
    }

    /// <summary>[batch, 1].</summary>
    private static Value IsAny(Value excess) =>
        excess.Graph.Apply("ReduceMax", [excess], Attributes.Of("axes", [1]), Attributes.Of("keepdims", 1)).IsAbove(excess.Graph.Number(0));
}
