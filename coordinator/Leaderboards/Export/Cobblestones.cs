using System.Globalization;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>BOINC's unit of credit: 200 are a day of one GFLOPS, so one is 432,000 MFLOP.</summary>
internal static class Cobblestones
{
    public const int Mflop = 432_000;

    /// <summary>With six places, as BOINC writes them; what lies beyond is cut off, so sums of rows are never above the whole.</summary>
    public static string Of(long mflop) => string.Create(CultureInfo.InvariantCulture, $"{Math.Truncate(1_000_000m * mflop / Mflop) / 1_000_000m:F6}");
}
