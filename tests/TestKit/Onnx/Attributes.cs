using Google.Protobuf;
using LaionGrid.TestKit.Onnx.Format;
using Kind = LaionGrid.TestKit.Onnx.Format.AttributeProto.Types.AttributeType;

namespace LaionGrid.TestKit.Onnx;

/// <summary>What nodes are told besides their inputs.</summary>
public static class Attributes
{
    public static AttributeProto Of(string name, long number) => new() { Name = name, I = number, Type = Kind.Int };

    public static AttributeProto Of(string name, float number) => new() { Name = name, F = number, Type = Kind.Float };

    public static AttributeProto Of(string name, string text) => new() { Name = name, S = ByteString.CopyFromUtf8(text), Type = Kind.String };

    /// <param name="body">Without weights.</param>
    public static AttributeProto Of(string name, Graph body) => new() { Name = name, G = body.Proto, Type = Kind.Graph };

    public static AttributeProto Of(string name, long[] list) => new() { Name = name, Ints = { list }, Type = Kind.Ints };
}
