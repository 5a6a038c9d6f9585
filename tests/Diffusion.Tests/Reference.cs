using System.Runtime.InteropServices;
using System.Text.Json;

namespace LaionGrid.Diffusion.Tests;

/// <summary>What torch computed with the bundled model's weights: models/pocket/reference, made by recipe/export.py.</summary>
internal static class Reference
{
    public static JsonElement Values { get; } = JsonDocument.Parse(File.ReadAllBytes(Find("reference.json"))).RootElement;

    /// <summary>Of prompt 0, 1 or 2.</summary>
    public static JsonElement Prompt(int index) => Values.GetProperty("prompts")[index];

    public static string Text(int index) => Prompt(index).GetProperty("prompt").GetString()!;

    public static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    /// <summary>Float32, little endian.</summary>
    public static float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Find(file))).ToArray();

    public static string Find(string file) => Path.Combine(Pocket.Path, "reference", file);

    public static double LargestDifference(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        Assert.Equal(one.Length, other.Length);
        var largest = 0.0;
        for (var index = 0; index < one.Length; index++)
            largest = Math.Max(largest, Math.Abs((double)one[index] - other[index]));
        return largest;
    }
}
