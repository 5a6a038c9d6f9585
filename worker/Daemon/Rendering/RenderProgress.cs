namespace LaionGrid.Worker.Rendering;

/// <summary>How far a render is.</summary>
/// <param name="Step">Steps finished.</param>
/// <param name="Preview">A small PNG; empty when there is no new one.</param>
internal readonly record struct RenderProgress(int Step, ReadOnlyMemory<byte> Preview);
