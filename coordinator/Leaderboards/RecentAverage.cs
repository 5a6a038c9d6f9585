namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>
/// BOINC's recent average: what becomes final a day, where what is a week old counts half. Parts are weighed as of a fixed instant, so that adding one
/// touches no other, and the whole is discounted when it is read.
/// </summary>
internal static class RecentAverage
{
    /// <summary>What is older counts for less than a thousandth.</summary>
    public const int Days = 70;

    private const double HalfLifeDays = 7;

    /// <param name="asOf">The fixed instant.</param>
    public static double Weigh(DateTimeOffset at, DateTimeOffset asOf) => Math.Log(2) / HalfLifeDays * Math.Pow(2, (at - asOf).TotalDays / HalfLifeDays);

    /// <summary>The average now, in MFLOP a day.</summary>
    public static double Read(double weighed, DateTimeOffset asOf, DateTimeOffset now) => weighed * Math.Pow(2, (asOf - now).TotalDays / HalfLifeDays);
}
