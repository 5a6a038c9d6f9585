using System.Globalization;
using Google.Protobuf;
using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.TestKit.Onnx;

/// <summary>Writes a network as model.onnx. Weights beside it are never held in memory as a whole.</summary>
public static class ModelFile
{
    public const string Name = "model.onnx";

    private const long IrVersion = 8; // the one that goes with the operators below
    private const long OperatorsVersion = 17;

    /// <param name="folder">Made when it is not there.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    public static void Write(Graph graph, string folder, WeightPlace place, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "laiongrid",
            Graph = graph.Proto.Clone(), // so that a network can be written more than once
            OpsetImport = { new OperatorSetIdProto { Version = OperatorsVersion } },
        };
        model.Graph.Initializer.AddRange(place switch
        {
            WeightPlace.Inside => graph.Weights.Select(weight => Inside(weight, graph.Name, seed)),
            WeightPlace.Loose => graph.Weights.SelectMany(weight => Beside([weight], graph.Name, seed, folder, weight.Name)),
            _ => Beside(graph.Weights, graph.Name, seed, folder, FileOf(place)),
        });
        using var file = File.Create(Path.Combine(folder, Name));
        model.WriteTo(file);
    }

    private static string FileOf(WeightPlace place) => place switch
    {
        WeightPlace.WeightsPb => "weights.pb",
        WeightPlace.OnnxData => $"{Name}_data",
        _ => $"{Name}.data",
    };

    private static TensorProto Inside(Weight weight, string network, ulong seed)
    {
        using var bytes = new MemoryStream(checked((int)weight.ByteCount));
        WeightStream.Write(weight, network, seed, bytes);
        var tensor = Describe(weight);
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes.GetBuffer());
        return tensor;
    }

    private static List<TensorProto> Beside(IEnumerable<Weight> weights, string network, ulong seed, string folder, string name)
    {
        var tensors = new List<TensorProto>();
        using var file = File.Create(Path.Combine(folder, name));
        foreach (var weight in weights)
        {
            var tensor = Describe(weight);
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ExternalData.Add([Entry("location", name), Entry("offset", Text(file.Position)), Entry("length", Text(weight.ByteCount))]);
            tensors.Add(tensor);
            WeightStream.Write(weight, network, seed, file);
        }
        return tensors;
    }

    private static TensorProto Describe(Weight weight) => new() { Name = weight.Name, DataType = (int)weight.Kind, Dims = { weight.Shape } };

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
