using LaionGrid.Web.Coordinator.Commons;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>A released file as a stream that seeks: bytes are asked for where they are read, so that a range of a large file costs no more than the range, and no more than a chunk of it is in memory.</summary>
internal sealed class ReleaseFileStream(ReleasesGrpc releases, string version, ReleaseFileView file) : Stream
{
    private const int MaxRun = 64 * 1024 * 1024;

    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _run;
    private ReadOnlyMemory<byte> _chunk;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Bytes;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_chunk.IsEmpty && _position < Length)
        {
            _run ??= releases.FetchAsync(version, file.Path, _position, (int)Math.Min(MaxRun, Length - _position), cancellationToken).GetAsyncEnumerator(cancellationToken);
            if (await _run.MoveNextAsync())
                _chunk = _run.Current;
            else
                await EndRunAsync();
        }
        var count = Math.Min(buffer.Length, _chunk.Length);
        _chunk[..count].CopyTo(buffer);
        _chunk = _chunk[count..];
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    /// <summary>Before the first read; it changes only where that begins.</summary>
    public override long Seek(long offset, SeekOrigin origin)
    {
        if (_run is not null)
            throw new NotSupportedException("It is read in one direction.");
        return _position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => Length + offset };
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException("It is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read only.");

    public override async ValueTask DisposeAsync()
    {
        await EndRunAsync();
        await base.DisposeAsync();
    }

    private async ValueTask EndRunAsync()
    {
        if (_run is { } run)
            await run.DisposeAsync();
        _run = null;
    }
}
