using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.Benchmarks.Adversaries.Networks;

/// <summary>Networks that compute with fewer bits than the bundle's, imitated by rounding on a processor that does not.</summary>
internal static class Precision
{
    private static readonly string[] Products = ["Conv", "MatMul", "Gemm"];

    private static readonly string[] Within = ["Constant", "Pow", "ReduceMean", "Sqrt", "Sub"];

    /// <summary>
    /// Results are rounded to half precision: as a card does that computes in it, and sums in single precision. Not rounded is what exports leave in single precision: the
    /// timestep's waves, and what a normalisation does within itself. Honest.
    /// </summary>
    public static ModelProto Halves(ModelProto model)
    {
        var kinds = NetworkFile.KindsOf(model.Graph);
        var waves = NetworkFile.Ancestors(model.Graph, [.. model.Graph.Node.Where(node => node.OpType is "Sin" or "Cos").Select(node => node.Output[0])]);
        return Rewire(model, (node, add) =>
        {
            add(node);
            if (Within.Contains(node.OpType) || waves.Contains(node) || kinds[node.Output[0]] != NumberKind.Float32)
                return;
            for (var index = 0; index < node.Output.Count; index++)
            {
                var (name, exact) = (node.Output[index], $"{node.Output[index]}/exact");
                node.Output[index] = exact;
                add(Cast(exact, $"{name}/half", NumberKind.Float16));
                add(Cast($"{name}/half", name, NumberKind.Float32));
            }
        });
    }

    /// <summary>The factors of every product are rounded to the ten bits that matrix units of TF32 look at. Honest where it is admitted.</summary>
    public static ModelProto ShortFactors(ModelProto model) => Factors(model, (node, index, add) =>
    {
        var name = $"{node.Output[0]}/factor{index}";
        add(Cast(node.Input[index], $"{name}/half", NumberKind.Float16));
        add(Cast($"{name}/half", name, NumberKind.Float32));
        return name;
    }, factors: 2);

    /// <summary>The first factor of every product, which is no weight, is rounded to eight bits over the range it has.</summary>
    public static ModelProto EightBitActivations(ModelProto model) => Factors(model, (node, index, add) =>
    {
        var name = $"{node.Output[0]}/factor{index}";
        add(new() { OpType = "DynamicQuantizeLinear", Name = $"{name}/quantise", Input = { node.Input[index] }, Output = { $"{name}/bytes", $"{name}/scale", $"{name}/zero" } });
        add(new() { OpType = "DequantizeLinear", Name = $"{name}/back", Input = { $"{name}/bytes", $"{name}/scale", $"{name}/zero" }, Output = { name } });
        return name;
    }, factors: 1);

    private static ModelProto Factors(ModelProto model, Func<NodeProto, int, Action<NodeProto>, string> round, int factors) => Rewire(model, (node, add) =>
    {
        for (var index = 0; Products.Contains(node.OpType) && index < factors; index++)
            node.Input[index] = round(node, index, add);
        add(node);
    });

    private static ModelProto Rewire(ModelProto model, Action<NodeProto, Action<NodeProto>> each)
    {
        var nodes = model.Graph.Node.ToArray();
        model.Graph.Node.Clear();
        foreach (var node in nodes)
            each(node, model.Graph.Node.Add);
        return model;
    }

    private static NodeProto Cast(string from, string to, NumberKind kind) =>
        new() { OpType = "Cast", Name = $"{to}/cast", Input = { from }, Output = { to }, Attribute = { Attributes.Of("to", (long)kind) } };
}
