using System.Globalization;

namespace LaionGrid.Web.Site;

/// <summary>Numbers as people read them: three digits that matter, the unit that fits, commas in thousands.</summary>
internal static class Units
{
    private const long MflopInGflop = 1000;
    private const long MflopInTflop = 1_000_000;

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Counted(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    public static string Number(float number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>With as many decimals whatever its size, so that scores can be compared at a glance.</summary>
    public static string Score(double number, int decimals)
    {
        var rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        return (rounded < 0 ? "−" : "") + Math.Abs(rounded).ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary>Work in the largest unit that leaves at least one whole.</summary>
    public static string Work(long mflop) => Math.Abs(mflop) switch
    {
        < MflopInGflop => $"{Signed(Count(Math.Abs(mflop)), mflop)} MFLOP",
        < MflopInTflop => $"{Signed(ThreeDigits(Math.Abs(mflop) / (double)MflopInGflop), mflop)} GFLOP",
        _ => $"{Tflop(mflop)} TFLOP",
    };

    /// <summary>Work in TFLOP whatever its size, for columns.</summary>
    public static string Tflop(long mflop)
    {
        var size = Math.Abs(mflop) / (double)MflopInTflop;
        return Signed(size is > 0 and < 0.001 ? "< 0.001" : ThreeDigits(size), mflop);
    }

    /// <summary>In TFLOP/s, without the unit.</summary>
    public static string Rate(double tflopPerSecond) => tflopPerSecond is > 0 and < 0.001 ? "< 0.001" : ThreeDigits(tflopPerSecond);

    public static string Percent(double share) => $"{(share * 100).ToString("0", CultureInfo.InvariantCulture)} %";

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => $"{Count((long)time.TotalMilliseconds)} ms",
        < 10 => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
        < 90 => $"{time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s",
        _ => $"{time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min",
    };

    /// <summary>When to expect something, as "in 3 to 11 s": a range widened to whole seconds, or to whole minutes when it ends beyond 90 s.</summary>
    public static string Range(TimeSpan low, TimeSpan high)
    {
        var (unit, name) = high.TotalSeconds <= 90 ? (TimeSpan.FromSeconds(1), "s") : (TimeSpan.FromMinutes(1), "min");
        var (from, to) = ((long)Math.Floor(low / unit), (long)Math.Ceiling(high / unit));
        return from == 0 ? $"within {Count(to)} {name}" : from == to ? $"in {Count(to)} {name}" : $"in {Count(from)} to {Count(to)} {name}";
    }

    public static string Bytes(long bytes) => bytes < 1_000_000
        ? $"{ThreeDigits(bytes / 1000.0)} kB"
        : $"{ThreeDigits(bytes / 1_000_000.0)} MB";

    public static string Instant(DateTimeOffset instant) => instant.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset instant) => instant.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string MachineInstant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string WholeSeconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);

    private static string ThreeDigits(double number) => number switch
    {
        0 => "0",
        < 1 => number.ToString("0.000", CultureInfo.InvariantCulture),
        < 10 => number.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => number.ToString("0.0", CultureInfo.InvariantCulture),
        _ => number.ToString("N0", CultureInfo.InvariantCulture),
    };

    private static string Signed(string size, long number) => number < 0 ? $"−{size}" : size;
}
