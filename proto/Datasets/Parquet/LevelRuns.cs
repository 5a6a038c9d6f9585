using System.Buffers;
using System.Buffers.Binary;

namespace LaionGrid.Datasets.Parquet;

/// <summary>Levels of one bit as the format's hybrid of runs, of which only repeated runs are used: a header of twice the length, then the level in one byte.</summary>
internal sealed class LevelRuns
{
    private readonly ArrayBufferWriter<byte> _runs = new();
    private int _level;
    private uint _length;

    public void Add(int level)
    {
        if (level != _level)
            EndRun();
        _level = level;
        _length++;
    }

    /// <summary>The levels so far, led by their length in four bytes as pages of version 1 want it; the next ones begin anew.</summary>
    public byte[] End()
    {
        EndRun();
        var bytes = new byte[sizeof(int) + _runs.WrittenCount];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, _runs.WrittenCount);
        _runs.WrittenSpan.CopyTo(bytes.AsSpan(sizeof(int)));
        _runs.ResetWrittenCount();
        return bytes;
    }

    private void EndRun()
    {
        if (_length == 0)
            return;
        var header = _length << 1;
        for (; header >= 0x80; header >>= 7)
            _runs.Write([(byte)(header | 0x80)]);
        _runs.Write([(byte)header, (byte)_level]);
        _length = 0;
    }
}
