namespace LaionGrid.Diffusion.Sessions;

/// <summary>What does the arithmetic: the processor, or a graphics card through one of ONNX Runtime's execution providers.</summary>
public enum ComputeKind
{
    Cpu,
    Cuda,
    DirectMl,
    CoreMl,
    WebGpu,
}
