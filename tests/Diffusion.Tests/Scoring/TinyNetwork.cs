using LaionGrid.TestKit.Onnx;

namespace LaionGrid.Diffusion.Tests.Scoring;

/// <summary>Scoring networks of a few nodes, whose results are known by hand.</summary>
internal static class TinyNetwork
{
    private const NumberKind Numbers = NumberKind.Float32;

    /// <summary>A picture's embedding is its mean colour.</summary>
    public static Graph ImageEncoder(Side width)
    {
        var graph = new Graph("image_encoder", Numbers);
        graph.Output("image_embeds", Numbers, graph.Input("pixel_values", Numbers, "batch", 3, "height", "width").Mean(2, 3), "batch", width);
        return graph;
    }

    /// <summary>Operations on the whole embedding, one after the other, such as ReduceMax.</summary>
    public static Graph Head(string output, Side width, params IEnumerable<string> operations)
    {
        var graph = new Graph("head", Numbers);
        var embedding = graph.Input("image_embeds", Numbers, "batch", 3);
        graph.Output(output, Numbers, operations.Aggregate(embedding, (value, operation) => value.Apply(operation)), "batch", width);
        return graph;
    }

    /// <summary>Unsafe is what is brighter than the other pictures it is shown.</summary>
    public static Graph SafetyChecker()
    {
        var graph = new Graph("safety_checker", Numbers);
        var seen = graph.Input("clip_input", Numbers, "batch", 3, 4, 4);
        var images = graph.Input("images", Numbers, "batch", "height", "width", "channels");
        graph.Output("out_images", Numbers, images, "batch", "height", "width", "channels");
        graph.Output("has_nsfw_concepts", NumberKind.Boolean, seen.Mean(1, 2, 3).IsAbove(images.Mean(1, 2, 3)), "batch");
        return graph;
    }

    /// <summary>Over these sides, which are dropped.</summary>
    private static Value Mean(this Value value, params long[] axes) => value.Graph.Apply("ReduceMean", [value], Attributes.Of("axes", axes), Attributes.Of("keepdims", 0));
}
