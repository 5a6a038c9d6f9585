using System.Runtime.InteropServices;
using System.Text;

namespace LaionGrid.TestKit.Onnx;

/// <summary>
/// Makes a weight's numbers in pieces of a few hundred kilobytes, so that models of any size can be written. They depend on the seed,
/// the network's name and the weight's name alone. The generator is splitmix64 (Steele, Lea and Flood, 2014).
/// </summary>
internal static class WeightStream
{
    private const int PieceLength = 1 << 16;

    public static void Write(Weight weight, string network, ulong seed, Stream to)
    {
        var state = seed ^ Hash($"{network}/{weight.Name}");
        var piece = new float[Math.Min(PieceLength, weight.Length)];
        var halves = new Half[weight.Kind == NumberKind.Float16 ? piece.Length : 0];
        for (var left = weight.Length; left > 0; left -= piece.Length)
        {
            var numbers = piece.AsSpan(0, (int)Math.Min(left, piece.Length));
            foreach (ref var number in numbers)
                number = weight.Middle + (weight.Spread * Unit(Next(ref state)));
            for (var index = 0; index < Math.Min(numbers.Length, halves.Length); index++)
                halves[index] = (Half)numbers[index];
            to.Write(halves.Length > 0 ? MemoryMarshal.AsBytes(halves.AsSpan(0, numbers.Length)) : MemoryMarshal.AsBytes(numbers));
        }
    }

    private static ulong Next(ref ulong state)
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From -1 to 1.</summary>
    private static float Unit(ulong bits) => (int)(bits >> 32) * (1f / (1u << 31));

    /// <summary>FNV-1a.</summary>
    private static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ value) * 0x100000001B3;
        return hash;
    }
}
