using System.Collections.Concurrent;
using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Tests.Bundles;

/// <summary>A source with one content for every file, which a test may spoil or break.</summary>
internal sealed class FakeSource(byte[] content, string name = "fake") : IBundleSource
{
    private int _brought;

    public string Name => name;

    public ConcurrentQueue<(long Offset, long Bytes)> Asked { get; } = [];

    /// <summary>Bytes that it brings before it says the fault.</summary>
    public int BreakAfter { get; set; } = int.MaxValue;

    public SourceFault? Fault { get; set; }

    /// <summary>Called before a piece is brought.</summary>
    public Action? OnPiece { get; set; }

    public async Task<SourceFault?> ReadAsync(BundleFile file, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken)
    {
        Asked.Enqueue((offset, bytes));
        while (bytes > 0 && _brought < BreakAfter)
        {
            cancellationToken.ThrowIfCancellationRequested();
            OnPiece?.Invoke();
            var piece = content.AsMemory((int)offset, (int)Math.Min(Math.Min(bytes, 500), BreakAfter - _brought));
            await keep(piece);
            (offset, bytes, _brought) = (offset + piece.Length, bytes - piece.Length, _brought + piece.Length);
        }
        return bytes > 0 ? Fault : null;
    }
}
