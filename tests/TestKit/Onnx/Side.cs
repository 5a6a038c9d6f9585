using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.TestKit.Onnx;

/// <summary>One side of a declared shape: a length, or the name of a length that varies.</summary>
public readonly record struct Side
{
    private readonly long _length;
    private readonly string? _name;

    private Side(long length, string? name) => (_length, _name) = (length, name);

    public static implicit operator Side(long length) => new(length, null);

    public static implicit operator Side(string name) => new(0, name);

    internal TensorShapeProto.Types.Dimension ToProto() => _name is null ? new() { DimValue = _length } : new() { DimParam = _name };
}
