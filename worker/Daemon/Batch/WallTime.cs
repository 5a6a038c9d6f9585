using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Batch;

/// <summary>
/// The end of a job: takes what fits before it, closes when nothing can fit or the scheduler says that the end is near, and shortly before the end gives back what is still
/// being rendered, whatever the estimate was. Safe to call from any thread.
/// </summary>
internal sealed partial class WallTime : IHorizon, IDisposable
{
    /// <summary>Kept for uploading, and for giving back.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40); // what a timer takes

    private readonly DateTimeOffset? _end;
    private readonly PaceFile _pace;
    private readonly TimeProvider _time;
    private readonly ILogger<WallTime> _logger;
    private readonly CancellationTokenSource _closing = new(); // without a timer of its own: nothing to dispose of
    private readonly ITimer _nothingFits;
    private readonly ITimer _over;
    private readonly CancellationTokenRegistration _draining;

    /// <param name="end">When the scheduler ends the job; null when it does not.</param>
    /// <param name="drain">Cancelled when the scheduler says that the end is near.</param>
    public WallTime(DateTimeOffset? end, PaceFile pace, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<WallTime> logger, CancellationToken drain)
    {
        (_end, _pace, _time, _logger) = (end, pace, time, logger);
        _nothingFits = time.CreateTimer(_ => Close("The job's time is too short for another picture"), null, Due(FitPolicy.Least(pace.Timings)), Timeout.InfiniteTimeSpan);
        _over = time.CreateTimer(_ => End(lifetime), null, Due(TimeSpan.Zero), Timeout.InfiniteTimeSpan);
        TellEnd();
        _draining = drain.Register(() => Close("The scheduler says that the job's end is near"));
    }

    public CancellationToken Closing => _closing.Token;

    public bool Fits(Lease lease)
    {
        var estimate = FitPolicy.Estimate(_pace.Timings, lease.BundleId, lease.Order?.Width ?? 0, lease.Order?.Height ?? 0, lease.CreditMflop);
        if (Left is not { } left || FitPolicy.Fits(estimate, left))
            return true;
        var needs = estimate is { } known ? $"{known.TotalSeconds:0} s" : "nobody knows how long";
        LogTooLong(lease.BundleId, needs, left.TotalSeconds);
        return false;
    }

    public void Learn(Lease lease, TimeSpan took)
    {
        _pace.Add(Timing.Of(lease, took));
        _nothingFits.Change(Due(FitPolicy.Least(_pace.Timings)), Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _draining.Dispose();
        _nothingFits.Dispose();
        _over.Dispose();
    }

    private void TellEnd()
    {
        if (_end is not { } end)
            return;
        var local = TimeZoneInfo.ConvertTime(end, _time.LocalTimeZone).DateTime;
        LogEnd(local);
    }

    private TimeSpan? Left => _end - _time.GetUtcNow() - Reserve;

    private TimeSpan Due(TimeSpan before) => (Left - before) switch
    {
        null => Timeout.InfiniteTimeSpan,
        { } due when due <= TimeSpan.Zero => TimeSpan.Zero,
        { } due when due > LongestTimer => Timeout.InfiniteTimeSpan,
        { } due => due,
    };

    /// <summary>Nothing new is begun from here on.</summary>
    /// <param name="why">As the log says it, without a full stop.</param>
    private void Close(string why)
    {
        if (!_closing.IsCancellationRequested)
            LogClosing(why);
        _closing.Cancel();
    }

    private void End(IHostApplicationLifetime lifetime)
    {
        Close("The job's time is over");
        lifetime.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The job ends at {End:yyyy-MM-dd HH:mm:ss}; only what will be done by then is taken.")]
    private partial void LogEnd(DateTime end);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Why}; no more is taken.")]
    private partial void LogClosing(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Gave work with {Bundle} back: it may take {Estimate}, and {Left:0} s are left.")]
    private partial void LogTooLong(string bundle, string estimate, double left);
}
