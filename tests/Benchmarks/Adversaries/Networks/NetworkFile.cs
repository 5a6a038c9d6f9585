using Google.Protobuf;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.Benchmarks.Adversaries.Networks;

/// <summary>Another bundle of the bundled model: the same files, but for a network that was rewritten.</summary>
internal static class NetworkFile
{
    public const string Encoder = "vae_encoder/model.onnx";

    private const string Unet = "unet/model.onnx";

    /// <param name="from">The bundle's folder.</param>
    /// <param name="to">Made, with links to what stays.</param>
    /// <param name="network">The one that is rewritten.</param>
    public static void Rewrite(string from, string to, Func<ModelProto, ModelProto> rewrite, string network = Unet)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? to);
            if (Path.GetRelativePath(from, file).Replace(Path.DirectorySeparatorChar, '/') != network)
                File.CreateSymbolicLink(copy, file);
        }
        var model = rewrite(ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(from, network))));
        using var written = File.Create(Path.Combine(to, network));
        model.WriteTo(written);
    }

    /// <summary>A node's attribute as a number; null when it has none of that name.</summary>
    public static long? Number(NodeProto node, string name) => node.Attribute.FirstOrDefault(one => one.Name == name)?.I;

    /// <summary>All nodes that some values depend on.</summary>
    public static HashSet<NodeProto> Ancestors(GraphProto graph, params IEnumerable<string> values)
    {
        var wanted = values.ToHashSet();
        var found = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Node.Reverse().Where(node => node.Output.Any(wanted.Contains)))
        {
            found.Add(node);
            wanted.UnionWith(node.Input);
        }
        return found;
    }

    /// <summary>What the numbers of each of a graph's values are.</summary>
    public static Dictionary<string, NumberKind> KindsOf(GraphProto graph)
    {
        var kinds = graph.Initializer.ToDictionary(one => one.Name, one => (NumberKind)one.DataType);
        foreach (var input in graph.Input)
            kinds[input.Name] = (NumberKind)input.Type.TensorType.ElemType;
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output)
                kinds[output] = KindOf(node, kinds);
        }
        return kinds;
    }

    /// <summary>Most operators give what they are given.</summary>
    private static NumberKind KindOf(NodeProto node, Dictionary<string, NumberKind> kinds) => node.OpType switch
    {
        "Shape" => NumberKind.Int64,
        "Equal" => NumberKind.Boolean,
        "Cast" => (NumberKind)(Number(node, "to") ?? 0),
        "Where" => kinds[node.Input[1]],
        "Constant" => (NumberKind)node.Attribute[0].T.DataType,
        "ConstantOfShape" => node.Attribute.Count == 0 ? NumberKind.Float32 : (NumberKind)node.Attribute[0].T.DataType,
        _ => kinds[node.Input[0]],
    };
}
