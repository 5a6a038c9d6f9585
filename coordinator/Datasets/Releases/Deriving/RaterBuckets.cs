namespace LaionGrid.Coordinator.Datasets.Releases.Deriving;

/// <summary>For how long somebody has answered, and how much, as a release tells it: in ranges so wide that they bring nobody together who is in two releases. Pure.</summary>
internal static class RaterBuckets
{
    private static readonly (int Least, string Name)[] Days = [(0, "<1d"), (1, "1-6d"), (7, "7-29d"), (30, "30-364d"), (365, "365d+")];
    private static readonly (int Least, string Name)[] Counts = [(1, "1-9"), (10, "10-99"), (100, "100-999"), (1000, "1000-9999"), (10_000, "10000+")];

    /// <param name="since">From the first answer to the instant of the release; what is negative, as it came after that, is none.</param>
    public static string TenureOf(TimeSpan since) => Array.FindLast(Days, range => range.Least <= Math.Max(0, since.TotalDays)).Name;

    /// <param name="answers">Of all tasks, 1 or more.</param>
    public static string CountOf(int answers) => Array.FindLast(Counts, range => range.Least <= answers).Name;

    public static bool IsTenure(string name) => Array.Exists(Days, range => range.Name == name);

    /// <summary>Whether somebody of this range can have given so many answers or more in all.</summary>
    public static bool Holds(string name, int answers) => Array.FindIndex(Counts, range => range.Name == name) is >= 0 and var at && (at + 1 == Counts.Length || answers < Counts[at + 1].Least);
}
