namespace LaionGrid.Arithmetic.Noise;

/// <summary>The Mersenne Twister of 32 bits (Matsumoto and Nishimura, 1998), seeded as torch seeds it: by the low 32 bits.</summary>
public sealed class Mt19937
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    public Mt19937(long seed)
    {
        _state[0] = (uint)seed;
        for (var index = 1; index < Size; index++)
            _state[index] = (1812433253u * (_state[index - 1] ^ (_state[index - 1] >> 30))) + (uint)index;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint Next()
    {
        if (_next == Size)
            Twist();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (var index = 0; index < Size; index++)
        {
            var y = (_state[index] & 0x80000000u) | (_state[(index + 1) % Size] & 0x7FFFFFFFu);
            _state[index] = _state[(index + Middle) % Size] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908B0DFu : 0u);
        }
        _next = 0;
    }
}
