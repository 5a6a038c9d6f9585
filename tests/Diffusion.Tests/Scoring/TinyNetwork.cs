using System.Text;

namespace LaionGrid.Diffusion.Tests.Scoring;

/// <summary>Writes networks of a few nodes as ONNX files: the few fields of onnx.proto that it takes, by number.</summary>
internal sealed class TinyNetwork
{
    public const int Float = 1;
    public const int Bool = 9;

    private readonly List<byte> _graph = [];

    public TinyNetwork Input(string name, int kind, params string[] sides) => Add(Bytes(11, Value(name, kind, sides)));

    public TinyNetwork Output(string name, int kind, params string[] sides) => Add(Bytes(12, Value(name, kind, sides)));

    public TinyNetwork Node(string operation, string output, params string[] inputs) => Add(Bytes(1, Parts(operation, output, inputs)));

    /// <summary>The mean over all sides but the first ones, which stay.</summary>
    public TinyNetwork Mean(string output, string input, params int[] axes)
    {
        byte[] over = [.. Text(1, "axes"), .. axes.SelectMany(axis => Number(8, axis)), .. Number(20, 7)];
        byte[] drop = [.. Text(1, "keepdims"), .. Number(3, 0), .. Number(20, 2)];
        return Add(Bytes(1, [.. Parts("ReduceMean", output, [input]), .. Bytes(5, over), .. Bytes(5, drop)]));
    }

    public byte[] ToModel() => [.. Number(1, 8), .. Bytes(7, [.. _graph, .. Text(2, "tiny")]), .. Bytes(8, Number(2, 15))];

    private TinyNetwork Add(byte[] part)
    {
        _graph.AddRange(part);
        return this;
    }

    private static byte[] Parts(string operation, string output, string[] inputs) => [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, operation)];

    private static byte[] Value(string name, int kind, string[] sides)
    {
        var shape = sides.SelectMany(side => Bytes(1, int.TryParse(side, out var number) ? Number(1, number) : Text(2, side))).ToArray();
        return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, kind), .. Bytes(2, shape)]))];
    }

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] data) => [.. Varint((field << 3) | 2), .. Varint(data.Length), .. data];

    private static byte[] Number(int field, int number) => [.. Varint(field << 3), .. Varint(number)];

    private static byte[] Varint(int number) => number < 128 ? [(byte)number] : [(byte)(number | 128), .. Varint(number >> 7)];
}
