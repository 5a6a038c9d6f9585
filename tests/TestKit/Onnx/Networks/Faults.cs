namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>Builds faults into outputs.</summary>
internal static class Faults
{
    private const double BeyondHalf = 100_000;

    public static Value Suffer(this Value value, NetworkFault fault) => fault switch
    {
        NetworkFault.NotANumber => value * double.NaN,
        NetworkFault.Black => (value * 0) + -1,
        NetworkFault.OverflowsHalf => value + (value.Graph.Number(BeyondHalf) - value.Graph.Number(BeyondHalf)),
        _ => value,
    };
}
