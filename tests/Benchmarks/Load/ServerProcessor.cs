using System.Globalization;

namespace LaionGrid.Benchmarks.Load;

/// <summary>Processor time that a PostgreSQL server has taken, for all its databases, from Linux's /proc (proc_pid_stat(5)).</summary>
internal static class ServerProcessor
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>The postmaster's own, that of its children, and of those that have ended; null when this process is not to be seen here.</summary>
    public static TimeSpan? OfBackend(int pid)
    {
        if (Read(pid) is not { Name: "postgres" } backend || Read(backend.Parent) is not { } postmaster)
            return null;
        var children = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => Read(int.Parse(name!, CultureInfo.InvariantCulture))) // only numbers are left
            .Where(process => process?.Parent == backend.Parent);
        return TimeSpan.FromSeconds((double)(postmaster.Ticks + postmaster.EndedTicks + children.Sum(child => child!.Ticks)) / TicksPerSecond);
    }

    /// <param name="Ticks">Its own, in user and system mode.</param>
    /// <param name="EndedTicks">Those of its children that have ended and been waited for.</param>
    private sealed record Stat(string Name, int Parent, long Ticks, long EndedTicks);

    private static Stat? Read(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var (opening, closing) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(')'));
            var fields = text[(closing + 2)..].Split(' '); // the first is field 3
            return new(text[(opening + 1)..closing], int.Parse(fields[1], CultureInfo.InvariantCulture), Sum(fields, 11), Sum(fields, 13));
        }
        catch (IOException)
        {
            return null; // not Linux, or it has just ended
        }
    }

    private static long Sum(string[] fields, int at) => long.Parse(fields[at], CultureInfo.InvariantCulture) + long.Parse(fields[at + 1], CultureInfo.InvariantCulture);
}
