namespace LaionGrid.Web.Gallery.Files;

/// <summary>PNG's checksum (ISO/IEC 15948, annex D), taken as the bytes come.</summary>
internal struct Crc32()
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value))];

    private uint _rest = uint.MaxValue;

    public readonly uint Value => ~_rest;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            _rest = Table[(byte)(_rest ^ value)] ^ (_rest >> 8);
    }

    private static uint Divide(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
        return value;
    }
}
