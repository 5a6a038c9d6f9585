namespace LaionGrid.Worker.Rendering;

/// <summary>One message between the worker and its render process: what it is, and bytes where the kind has any.</summary>
internal sealed record Frame(FrameHeader Header, ReadOnlyMemory<byte> Body = default);
