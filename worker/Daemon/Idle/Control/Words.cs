using System.Globalization;

namespace LaionGrid.Worker.Idle.Control;

/// <summary>Numbers and times as the page and the terminal say them, in the manner of the site.</summary>
internal static class Words
{
    private const double MflopInGflop = 1e3;
    private const double MflopInTflop = 1e6;

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Counted(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    /// <summary>In the largest unit that leaves at least one whole.</summary>
    public static string Work(long mflop) => mflop switch
    {
        < (long)MflopInGflop => $"{Count(mflop)} MFLOP",
        < (long)MflopInTflop => $"{ThreeDigits(mflop / MflopInGflop)} GFLOP",
        _ => $"{ThreeDigits(mflop / MflopInTflop)} TFLOP",
    };

    public static string Bytes(long bytes) => bytes switch { < 1_000_000 => $"{ThreeDigits(bytes / 1e3)} kB", < 1_000_000_000 => $"{ThreeDigits(bytes / 1e6)} MB", _ => $"{ThreeDigits(bytes / 1e9)} GB" };

    public static string Length(TimeSpan time) => time.TotalSeconds switch
    {
        < 90 => Invariant($"{time.TotalSeconds:0} s"),
        < 5400 => Invariant($"{time.TotalMinutes:0} min"),
        < 172_800 => Invariant($"{time.TotalHours:0.#} h"),
        _ => Invariant($"{time.TotalDays:0} days"),
    };

    /// <summary>On the owner's clock: the hour when it is of today, else the day.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (then, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone));
        return then.ToString(then.Date == today.Date ? "HH:mm" : then.Year == today.Year ? "d MMM, HH:mm" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string ThreeDigits(double number) => number switch
    {
        < 10 => number.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => number.ToString("0.0", CultureInfo.InvariantCulture),
        _ => number.ToString("N0", CultureInfo.InvariantCulture),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
