using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;

namespace LaionGrid.Web.Leaderboard;

/// <summary>
/// Thirty days as a small line, drawn on the server, and in words for those who do not see it. Made as one piece of markup, in which there are only numbers: a board has
/// fifty of them, and a component with elements and attributes for each cost its page a sixth.
/// </summary>
internal static class Sparkline
{
    // In tenths of a pixel, because whole numbers are written far faster than fractions.
    private const int Width = 920;
    private const int Height = 200;
    private const int Rim = 20;
    private const int UsualChars = 600;

    /// <param name="days">What each day added, today last. From nothing at the foot to the best day at the top; what was taken back is not drawn.</param>
    /// <returns>Nothing when no day added anything.</returns>
    public static MarkupString Draw(IReadOnlyList<long> days)
    {
        var (active, most, changed) = (0, 1L, false);
        foreach (var day in days)
            (active, most, changed) = (active + (day > 0 ? 1 : 0), Math.Max(most, day), changed || day != 0);
        return changed ? new(Draw(days, most, active)) : default;
    }

    private static string Draw(IReadOnlyList<long> days, long most, int active)
    {
        var svg = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[UsualChars]);
        svg.AppendLiteral("<svg class=\"spark\" viewBox=\"0 0 920 200\" width=\"92\" height=\"20\" aria-hidden=\"true\"><polyline points=\"");
        var (x, y) = (0, 0);
        for (var day = 0; day < days.Count; day++)
        {
            x = Rim + (day * (Width - 2 * Rim) / Math.Max(days.Count - 1, 1));
            y = Height - Rim - (int)(Math.Max(days[day], 0) * (Height - 2.0 * Rim) / most);
            svg.AppendLiteral(day > 0 ? " " : "");
            svg.AppendFormatted(x);
            svg.AppendLiteral(",");
            svg.AppendFormatted(y);
        }
        svg.AppendLiteral("\"></polyline>");
        svg.AppendLiteral(string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"16\"></circle></svg> <span class=\"unseen\">{active} of 30 days</span>"));
        return svg.ToStringAndClear();
    }
}
