using System.Runtime.InteropServices;
using Google.Protobuf;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.Benchmarks.Adversaries.Networks;

/// <summary>Networks with poorer weights than the bundle's: what a worker runs to save time or memory.</summary>
internal static class WeightChange
{
    private const int Convolution = 4;

    /// <summary>Rounds each matrix and kernel to so many bits.</summary>
    /// <param name="perChannel">A scale for each output channel, or one for the whole.</param>
    public static ModelProto Quantise(ModelProto model, int bits, bool perChannel) => Each(model, (values, channel) =>
    {
        var most = (1 << (bits - 1)) - 1;
        var scales = Group(values, perChannel ? channel : _ => 0).ToDictionary(one => one.Key, one => Math.Max(one.Max(index => Math.Abs(values[index])), float.Epsilon) / most);
        for (var index = 0; index < values.Length; index++)
            values[index] = MathF.Round(values[index] / scales[perChannel ? channel(index) : 0]) * scales[perChannel ? channel(index) : 0];
    });

    /// <summary>Sets the smallest weights of each matrix and kernel to nothing.</summary>
    public static ModelProto Prune(ModelProto model, double share) => Each(model, (values, _) =>
    {
        var least = values.Select(Math.Abs).Order().ElementAt((int)(values.Length * share));
        for (var index = 0; index < values.Length; index++)
            values[index] = Math.Abs(values[index]) < least ? 0 : values[index];
    });

    /// <summary>Sets the weakest output channels of each matrix and kernel to nothing: a network narrower by that share.</summary>
    public static ModelProto Narrow(ModelProto model, double share) => Each(model, (values, channel) =>
    {
        var strengths = Group(values, channel).ToDictionary(one => one.Key, one => one.Sum(index => values[index] * values[index]));
        var weak = strengths.OrderBy(one => one.Value).Take((int)(strengths.Count * share)).Select(one => one.Key).ToHashSet();
        for (var index = 0; index < values.Length; index++)
            values[index] = weak.Contains(channel(index)) ? 0 : values[index];
    });

    /// <summary>Moves every weight by chance, by such a part of it at most: another checkpoint of the same training.</summary>
    public static ModelProto Move(ModelProto model, float part)
    {
        var random = new Random(1);
        return Each(model, (values, _) =>
        {
            for (var index = 0; index < values.Length; index++)
                values[index] *= 1 + (part * ((2 * random.NextSingle()) - 1));
        });
    }

    private static ILookup<int, int> Group(float[] values, Func<int, int> channel) => Enumerable.Range(0, values.Length).ToLookup(channel);

    /// <param name="change">Of the values, and which output channel each index is of.</param>
    private static ModelProto Each(ModelProto model, Action<float[], Func<int, int>> change)
    {
        foreach (var tensor in model.Graph.Initializer.Where(one => one.Dims.Count is 2 or Convolution && (NumberKind)one.DataType is NumberKind.Float16 or NumberKind.Float32))
        {
            var values = ValuesOf(tensor);
            int inner = (int)tensor.Dims.Skip(1).Aggregate(1L, (product, side) => product * side), last = (int)tensor.Dims[^1];
            change(values, tensor.Dims.Count == Convolution ? index => index / inner : index => index % last);
            (tensor.DataType, tensor.RawData) = ((int)NumberKind.Float32, ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())));
        }
        return model;
    }

    private static float[] ValuesOf(TensorProto tensor) => (NumberKind)tensor.DataType == NumberKind.Float32
        ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()
        : Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span).ToArray(), value => (float)value);
}
