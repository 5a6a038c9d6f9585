namespace LaionGrid.TestKit.Onnx;

/// <summary>Where a model's weights lie: each is what some exporter does.</summary>
public enum WeightPlace
{
    /// <summary>In the model file, which can then hold 2 GB at most.</summary>
    Inside,

    /// <summary>In weights.pb: diffusers' script and Olive.</summary>
    WeightsPb,

    /// <summary>In model.onnx_data: optimum.</summary>
    OnnxData,

    /// <summary>In model.onnx.data: ONNX Runtime's optimiser and torch.</summary>
    DotData,

    /// <summary>Each in a file named like it: early exports.</summary>
    Loose,
}
