namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>What a network's output suffers from.</summary>
public enum NetworkFault
{
    None,

    /// <summary>No number at all.</summary>
    NotANumber,

    /// <summary>-1 everywhere: black, in a decoder.</summary>
    Black,

    /// <summary>No number in half precision, as numbers on the way are beyond 65,504; right in single precision.</summary>
    OverflowsHalf,
}
