namespace LaionGrid.Worker.Top;

/// <summary>A series as a line of block characters.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <param name="most">What a full block stands for.</param>
    /// <param name="width">Characters; each shows the mean of its share, and a blank where nothing was measured.</param>
    public static string Of(IReadOnlyList<double?> values, double most, int width)
    {
        var cells = Math.Min(width, values.Count);
        return string.Concat(Enumerable.Range(0, cells).Select(cell => Block(values.Take(new Range(cell * values.Count / cells, (cell + 1) * values.Count / cells)).Average(), most)));
    }

    private static char Block(double? value, double most) => value is { } measured ? Blocks[(int)(Math.Clamp(measured / most, 0, 1) * (Blocks.Length - 1) + 0.5)] : ' ';
}
