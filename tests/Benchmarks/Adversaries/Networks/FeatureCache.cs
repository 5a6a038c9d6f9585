using System.Runtime.InteropServices;
using Google.Protobuf;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.Benchmarks.Adversaries.Networks;

/// <summary>
/// A denoiser whose deep layers see an earlier step's latent and timestep, and whose outer ones the present: what it gives is what one gives that kept the deep layers' features
/// (Ma and others, 2023). It takes the earlier latent as an inpainting network takes what stays, and the earlier timestep as its mask.
/// </summary>
internal static class FeatureCache
{
    /// <summary>Multiply-adds of the outer layers over those of all, by hand, at 16 x 16 cells.</summary>
    public const double OuterShare = 0.39;

    private const string Old = "old/";
    private const string Sample = "sample";
    private const string Timestep = "timestep";
    private const int Channels = 4;

    public static ModelProto Split(ModelProto model)
    {
        var graph = model.Graph;
        var kept = graph.Node.Last(node => node.OpType == "Resize").Output[0]; // the innermost of what only the outermost layers see
        var deep = NetworkFile.Ancestors(graph, kept);
        var moving = Moving(graph);
        var old = graph.Node.Where(node => deep.Contains(node) && node.Output.Any(moving.Contains)).Select(node => Copy(node, moving)).ToArray();
        var present = graph.Node.Select(node => Redirect(node, input => input == kept ? Old + kept : input == Sample ? "new/sample" : input)).ToArray();
        graph.Node.Clear();
        graph.Node.Add([Slice(0, Channels, "new/sample"), Slice(Channels + 1, (2 * Channels) + 1, Old + Sample), Slice(Channels, Channels + 1, "old/mask")]);
        graph.Node.Add(new NodeProto { OpType = "ReduceMax", Name = "old/max", Input = { "old/mask" }, Output = { "old/time" }, Attribute = { Attributes.Of("keepdims", 0) } });
        graph.Node.Add(new NodeProto { OpType = "Cast", Name = "old/cast", Input = { "old/time" }, Output = { "old/whole" }, Attribute = { Attributes.Of("to", (long)NumberKind.Int64) } });
        graph.Node.Add(new NodeProto { OpType = "Reshape", Name = "old/reshape", Input = { "old/whole", "at/1" }, Output = { Old + Timestep } });
        graph.Node.Add(present.Where(node => !node.Output.Any(moving.Contains))); // weights and constants, which both need
        graph.Node.Add(old);
        graph.Node.Add(present.Where(node => node.Output.Any(moving.Contains)));
        foreach (var number in (long[])[0, 1, Channels, Channels + 1, (2 * Channels) + 1])
            graph.Initializer.Add(new TensorProto { Name = $"at/{number}", DataType = (int)NumberKind.Int64, Dims = { 1 }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes([number])) });
        graph.Input.First(input => input.Name == Sample).Type.TensorType.Shape.Dim[1].DimValue = (2 * Channels) + 1;
        return model;
    }

    private static NodeProto Slice(long from, long to, string output) =>
        new() { OpType = "Slice", Name = $"{output}/slice", Input = { Sample, $"at/{from}", $"at/{to}", "at/1" }, Output = { output } };

    /// <summary>Values that depend on the latent or the timestep.</summary>
    private static HashSet<string> Moving(GraphProto graph)
    {
        HashSet<string> moving = [Sample, Timestep];
        foreach (var node in graph.Node.Where(node => node.Input.Any(moving.Contains)))
            moving.UnionWith(node.Output);
        return moving;
    }

    private static NodeProto Copy(NodeProto node, HashSet<string> moving)
    {
        var copy = Redirect(node, input => moving.Contains(input) ? Old + input : input);
        copy.Name = Old + copy.Name;
        for (var index = 0; index < copy.Output.Count; index++)
            copy.Output[index] = Old + copy.Output[index];
        return copy;
    }

    private static NodeProto Redirect(NodeProto node, Func<string, string> to)
    {
        var copy = node.Clone();
        for (var index = 0; index < copy.Input.Count; index++)
            copy.Input[index] = to(copy.Input[index]);
        return copy;
    }
}
