using System.Security.Cryptography;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>A file on its way: counted and hashed as it is written, flushed to disk by <see cref="Finish"/>. Without that it is none.</summary>
internal sealed class StagedStream : Stream
{
    private const int BufferBytes = 128 * 1024;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Action _beforeWrite;
    private readonly Action<StagedFile> _finished;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;

    public StagedStream(string path, string full, Action beforeWrite, Action<StagedFile> finished)
    {
        (_path, _beforeWrite, _finished) = (path, beforeWrite, finished);
        _file = new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _bytes;

    public override long Position
    {
        get => _bytes;
        set => throw new NotSupportedException("What is written is hashed at once.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _beforeWrite();
        _file.Write(buffer);
        _hash.AppendData(buffer);
        _bytes += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>The file is whole.</summary>
    public void Finish()
    {
        _beforeWrite();
        _file.Flush(flushToDisk: true);
        _finished(new(_path, _bytes, Convert.ToHexStringLower(_hash.GetHashAndReset())));
    }

    public override void Flush()
    {
        // Finish does; what a writer above flushes in between need not reach the disk.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is only written.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("What is written is hashed at once.");

    public override void SetLength(long value) => throw new NotSupportedException("What is written is hashed at once.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}
