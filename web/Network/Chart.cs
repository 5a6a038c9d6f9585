using System.Globalization;
using System.Text;

namespace LaionGrid.Web.Network;

/// <summary>One measure over time.</summary>
/// <param name="Lines">The first is the strong one.</param>
/// <param name="Say">A value in words.</param>
public sealed record Chart(string Title, IReadOnlyList<ChartLine> Lines, Func<double, string> Say)
{
    public double Most => Lines.SelectMany(line => line.Points).Max(point => point.Value) is > 0 and var most ? most : 1;

    public double? Newest => Lines[0].Points is [.., var last] ? last.Value : null;
}

/// <param name="Name">What tells it from the other lines; empty when it is alone.</param>
public sealed record ChartLine(string Name, IReadOnlyList<ChartPoint> Points);

/// <param name="Value">Null breaks the line.</param>
public readonly record struct ChartPoint(DateTimeOffset At, double? Value);

/// <summary>The stretch of time that charts show.</summary>
/// <param name="Gap">Points farther apart than this are not joined.</param>
public readonly record struct ChartAxis(DateTimeOffset From, DateTimeOffset To, TimeSpan Gap);

/// <summary>Where a chart's lines run, in a field of <see cref="Width"/> by <see cref="Height"/>. Pure.</summary>
internal static class ChartShape
{
    public const int Width = 360;
    public const int Height = 96;

    /// <summary>The line's path. A point that stands alone is drawn as a dot: a line of no length with round ends.</summary>
    /// <param name="most">The value at the field's top.</param>
    public static string PathOf(ChartLine line, ChartAxis axis, double most)
    {
        var path = new StringBuilder();
        DateTimeOffset? before = null;
        foreach (var (at, value) in line.Points.Where(point => point.At >= axis.From && point.At <= axis.To))
        {
            if (value is not { } known)
            {
                before = null;
                continue;
            }
            var (x, y) = (Width * ((at - axis.From) / (axis.To - axis.From)), Height - (Height * Math.Clamp(known / most, 0, 1)));
            var isJoined = before is { } last && at - last <= axis.Gap;
            path.Append(CultureInfo.InvariantCulture, $"{(isJoined ? 'L' : 'M')}{x:0.#} {y:0.#}{(isJoined ? "" : "h0")}");
            before = at;
        }
        return path.ToString();
    }
}
