namespace LaionGrid.Datasets.Parquet;

/// <summary>Reads numbers of a few bits each, in the format's hybrid of repeated runs and packed ones.</summary>
internal sealed class HybridRuns(ReadOnlyMemory<byte> bytes, int bits)
{
    private int _at, _left, _repeated, _packedAt;
    private bool _isPacked;
    private long _bitAt;

    /// <exception cref="InvalidDataException">There are no more.</exception>
    public int Next()
    {
        if (bits == 0)
            return 0;
        if (_left == 0)
            Begin();
        _left--;
        if (!_isPacked)
            return _repeated;
        var value = 0;
        for (var i = 0; i < bits; i++, _bitAt++)
        {
            var at = _packedAt + (int)(_bitAt >> 3);
            if (at >= bytes.Length)
                throw Short();
            value |= (bytes.Span[at] >> (int)(_bitAt & 7) & 1) << i;
        }
        return value;
    }

    private void Begin()
    {
        var header = Varint();
        _isPacked = (header & 1) == 1;
        if (_isPacked)
        {
            var groups = header >> 1;
            if (groups is 0 or > int.MaxValue / 64)
                throw Short();
            (_left, _packedAt, _bitAt) = ((int)groups * 8, _at, 0);
            _at += (int)groups * bits;
            return;
        }
        _left = (int)(header >> 1);
        var size = (bits + 7) / 8;
        if (_left <= 0 || _at + size > bytes.Length)
            throw Short();
        _repeated = 0;
        for (var i = 0; i < size; i++)
            _repeated |= bytes.Span[_at++] << (8 * i);
    }

    private uint Varint()
    {
        var value = 0U;
        for (var shift = 0; shift < 35 && _at < bytes.Length; shift += 7)
        {
            var part = bytes.Span[_at++];
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw Short();
    }

    private static InvalidDataException Short() => new("a page ends before its values do");
}
