using System.Globalization;

namespace LaionGrid.Worker.Idle;

/// <summary>Lengths of time as owners write them: 90s, 5m, 2h, 1d, or 0.</summary>
internal static class DurationText
{
    private const int MostDays = 366;

    /// <summary>Null when it is none, or longer than a year.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text == "0")
            return TimeSpan.Zero;
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        TimeSpan? unit = text[^1] switch { 's' => TimeSpan.FromSeconds(1), 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => null };
        return count <= TimeSpan.FromDays(MostDays) / unit ? unit * count : null;
    }
}
