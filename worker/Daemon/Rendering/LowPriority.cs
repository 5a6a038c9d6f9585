using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Rendering;

/// <summary>Puts this process behind all others, in time and when memory runs out.</summary>
internal static class LowPriority
{
    /// <summary>"normal" leaves it as it is: for machines that do nothing else.</summary>
    public const string Variable = "LAIONGRID_PRIORITY";

    private const int OfOneThread = 0;
    private const int Lowest = 19;

    public static void Take()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Equals("normal", StringComparison.OrdinalIgnoreCase) == true)
            return;
        if (OperatingSystem.IsLinux())
            TakeOnLinux();
        else
            Process.GetCurrentProcess().PriorityClass = ProcessPriorityClass.Idle;
    }

    /// <summary>There each thread has a priority of its own, and begins with that of the thread that starts it: one may do so while the others are gone through.</summary>
    private static void TakeOnLinux()
    {
        for (var seen = new HashSet<string>(); Directory.GetDirectories("/proc/self/task").Where(seen.Add).ToList() is { Count: > 0 } threads;)
        {
            foreach (var thread in threads)
                _ = SetPriority(OfOneThread, uint.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), Lowest); // one that has ended needs none
        }
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Where it may not, the system chooses by what each program takes.
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
