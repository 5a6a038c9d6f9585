using System.Diagnostics.CodeAnalysis;

namespace LaionGrid.TestKit.Onnx;

/// <summary>What a tensor's numbers are, by their numbers in the format.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The format's own names.")]
public enum NumberKind
{
    Float32 = 1,
    Int32 = 6,
    Int64 = 7,
    Boolean = 9,
    Float16 = 10,
}
