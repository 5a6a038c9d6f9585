using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>Small networks that judge a picture by its CLIP embedding.</summary>
public static class EmbeddingHead
{
    private const double MiddleScore = 5;

    /// <summary>
    /// image_embeds [batch, widths[0]] of length 1 to score [batch, 1], about 5: linear layers without anything between, as LAION's second
    /// aesthetic predictor has them.
    /// </summary>
    /// <param name="widths">From the embedding on, without the one number at the end.</param>
    public static Graph Aesthetic(NumberKind numbers, params IReadOnlyList<int> widths)
    {
        var graph = new Graph("aesthetic", numbers);
        graph.Output("score", numbers, Layers(graph, widths, value => value) + MiddleScore, "batch_size", 1);
        return graph;
    }

    /// <summary>image_embeds [batch, widths[0]] of length 1 to score [batch, 1], 0 to 1, as LAION's CLIP-based detector of unsafe pictures has it.</summary>
    /// <inheritdoc cref="Aesthetic"/>
    public static Graph Nsfw(NumberKind numbers, params IReadOnlyList<int> widths)
    {
        var graph = new Graph("nsfw", numbers);
        graph.Output("score", numbers, Layers(graph, widths, value => value.Apply("Relu")).Apply("Sigmoid"), "batch_size", 1);
        return graph;
    }

    private static Value Layers(Graph graph, IReadOnlyList<int> widths, Func<Value, Value> between)
    {
        var value = graph.Input("image_embeds", graph.Numbers, "batch_size", widths[0]);
        for (var layer = 0; layer + 1 < widths.Count; layer++)
            value = between(value.Linear(graph.Root[$"layers.{layer}"], widths[layer], widths[layer + 1]));
        return value.Linear(graph.Root[$"layers.{widths.Count - 1}"], widths[^1], 1);
    }
}
