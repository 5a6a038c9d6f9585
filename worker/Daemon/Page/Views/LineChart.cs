using System.Globalization;
using System.Text;

namespace LaionGrid.Worker.Page.Views;

/// <summary>One hour of a series as the path of an SVG, the newest at the right. It breaks where nothing was measured.</summary>
/// <param name="times">In seconds since 1970, growing; one for each value.</param>
internal sealed class LineChart(IReadOnlyList<long> times, IReadOnlyList<double?> values, long now)
{
    public const int Width = 360;
    public const int Height = 90;

    private const int SecondsAcross = 3600;

    /// <summary>Looks come every ten seconds; further apart the machine slept.</summary>
    private const int GapSeconds = 45;

    public string Line(double most) => Draw(most, (path, run) =>
    {
        path.Append('M').AppendJoin('L', run);
        if (run.Count == 1)
            path.Append("h0"); // with round ends, a dot
    });

    /// <summary>What lies beneath the line.</summary>
    public string Area(double most) => Draw(most, (path, run) =>
    {
        var (first, last) = (run[0][..run[0].IndexOf(' ')], run[^1][..run[^1].IndexOf(' ')]);
        path.Append(CultureInfo.InvariantCulture, $"M{first} {Height}L").AppendJoin('L', run).Append(CultureInfo.InvariantCulture, $"L{last} {Height}Z");
    });

    private string Draw(double most, Action<StringBuilder, List<string>> add)
    {
        var (path, run) = (new StringBuilder(), new List<string>());
        for (var at = 0; at < values.Count; at++)
        {
            if (run.Count > 0 && (values[at] is null || times[at] - times[at - 1] > GapSeconds))
                Flush();
            if (values[at] is { } value)
                run.Add(Point(times[at], value / most));
        }
        if (run.Count > 0)
            Flush();
        return path.ToString();

        void Flush()
        {
            add(path, run);
            run.Clear();
        }
    }

    private string Point(long time, double share)
    {
        var (x, y) = (Width * (1 - (now - time) / (double)SecondsAcross), Height * (1 - Math.Clamp(share, 0, 1)));
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(x, 0, Width):0.#} {y:0.#}");
    }
}
