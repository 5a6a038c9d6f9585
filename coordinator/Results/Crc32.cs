namespace LaionGrid.Coordinator.Results;

/// <summary>The checksum of PNG chunks (PNG specification, annex D), one table look-up for each byte.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Enumerable.Range(0, 8)
        .Aggregate((uint)index, (value, _) => (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var value = uint.MaxValue;
        foreach (var one in bytes)
            value = Table[(value ^ one) & 0xFF] ^ (value >> 8);
        return ~value;
    }
}
