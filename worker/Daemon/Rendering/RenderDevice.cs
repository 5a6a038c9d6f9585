namespace LaionGrid.Worker.Rendering;

/// <summary>The processor that the render process chose.</summary>
/// <param name="Provider">ONNX Runtime's execution provider, such as "CUDA".</param>
internal sealed record RenderDevice(string Name, string Provider, long MemoryMiB);
