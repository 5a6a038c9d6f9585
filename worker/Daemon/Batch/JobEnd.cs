using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LaionGrid.Worker.Batch;

/// <summary>When the scheduler ends a job: newer Slurms say it in the environment, older ones when they are asked.</summary>
internal static class JobEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Seconds since 1970. Null when it is no such number, or none that can be.</summary>
    public static DateTimeOffset? OfSeconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>As squeue's %e prints it, such as "2026-11-29T20:30:00" by the cluster's clock. Null for "N/A", "NONE" and whatever else is no time.</summary>
    public static DateTimeOffset? OfText(string text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)); // of the two hours that an autumn night has, the earlier counts or the later: an hour wrong once a year
    }

    /// <summary>Asks squeue. Null when the job has no end; a problem when nobody tells.</summary>
    public static async Task<(DateTimeOffset? End, string? Problem)> AskAsync(string jobId, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var start = new ProcessStartInfo("squeue", ["-h", "-j", jobId, "-o", "%e"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["SLURM_TIME_FORMAT"] = "standard"; // whatever the user likes to read
            using var squeue = Process.Start(start) ?? throw new InvalidOperationException("squeue did not start.");
            var (said, complained) = (squeue.StandardOutput.ReadToEndAsync(either.Token), squeue.StandardError.ReadToEndAsync(either.Token));
            await squeue.WaitForExitAsync(either.Token);
            return squeue.ExitCode == 0 ? Read(await said, time.LocalTimeZone) : (null, (await complained).Trim());
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, error.Message);
        }
    }

    private static (DateTimeOffset? End, string? Problem) Read(string said, TimeZoneInfo zone) =>
        OfText(said, zone) is { } end ? (end, null) : (null, said.Trim() is "N/A" or "NONE" ? null : $"squeue says \"{said.Trim()}\".");
}
