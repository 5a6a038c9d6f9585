namespace LaionGrid.TestKit.Onnx;

/// <summary>A learned tensor as a recipe: its numbers are evenly spread between middle - spread and middle + spread, and are made when written.</summary>
public sealed record Weight(string Name, NumberKind Kind, float Middle, float Spread, IReadOnlyList<long> Shape)
{
    public long Length => Shape.Aggregate(1L, (length, side) => length * side);

    public long ByteCount => Length * (Kind == NumberKind.Float16 ? sizeof(short) : sizeof(float));
}
