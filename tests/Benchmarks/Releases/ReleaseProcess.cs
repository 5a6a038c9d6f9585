using System.Diagnostics;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Releases;

/// <summary>A release built by "laiongrid-coordinator datasets build", which an operator runs: in a process that does nothing else. It goes by the machine's clock, and draws its own secret.</summary>
internal static class ReleaseProcess
{
    private const int BytesPerMiB = 1 << 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <param name="grid">Stopped: on SQLite its file has one coordinator.</param>
    /// <param name="program">Path of laiongrid-coordinator.dll.</param>
    /// <returns>What it said last, and the most memory that it had resident, in MiB.</returns>
    public static async Task<(string Said, long MiB)> RunAsync(CoordinatorUnderTest grid, string program)
    {
        var start = new ProcessStartInfo("dotnet", [program, "datasets", "build", "--daily", .. grid.Settings]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The coordinator did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var most = 0L;
        var ended = process.WaitForExitAsync();
        while (await Task.WhenAny(ended, Task.Delay(Interval, TimeProvider.System)) != ended)
        {
            process.Refresh();
            most = Math.Max(most, process.HasExited ? 0 : process.PeakWorkingSet64);
        }
        return ($"{await output}{await errors}".Trim().Split('\n')[^1], most / BytesPerMiB);
    }
}
