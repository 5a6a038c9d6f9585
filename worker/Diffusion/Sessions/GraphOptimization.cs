namespace LaionGrid.Diffusion.Sessions;

/// <summary>How far ONNX Runtime rewrites a network as it loads it. The results are the same but for rounding, and not bit for bit.</summary>
public enum GraphOptimization
{
    /// <summary>As workers run: with layouts and operators of the device's own.</summary>
    All,

    /// <summary>Operators are fused.</summary>
    Extended,

    /// <summary>Constants are folded, and what does nothing is left out.</summary>
    Basic,

    /// <summary>As the file has it.</summary>
    None,
}
