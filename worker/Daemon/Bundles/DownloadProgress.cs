namespace LaionGrid.Worker.Bundles;

/// <summary>Tells every few seconds how far a download is. Safe to call from any thread.</summary>
internal sealed partial class DownloadProgress(BundleManifest manifest, long missing, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private long _told = time.GetTimestamp();
    private long _came;
    private long _left = missing;

    public DownloadState Now
    {
        get
        {
            lock (_lock)
                return new(manifest.Id, manifest.Bytes - _left, manifest.Bytes, time.GetElapsedTime(_began).TotalSeconds is > 0 and var seconds ? _came / seconds : 0);
        }
    }

    /// <summary>Bytes came.</summary>
    public void Add(long bytes)
    {
        lock (_lock)
        {
            (_came, _left) = (_came + bytes, _left - bytes);
            if (time.GetElapsedTime(_told) < TellEvery)
                return;
            _told = time.GetTimestamp();
            var rate = _came / time.GetElapsedTime(_began).TotalSeconds;
            var (done, total, left) = ((manifest.Bytes - _left) / 1e6, manifest.Bytes / 1e6, Left(_left / rate));
            LogProgress(manifest.Id, done, total, rate / 1e6, left);
        }
    }

    /// <summary>Bytes that came have to come again.</summary>
    public void Lose(long bytes)
    {
        lock (_lock)
            _left += bytes;
    }

    /// <summary>Such as "40 s", "12 min", "3.5 h".</summary>
    public static string Left(double seconds) => seconds switch { < 90 => $"{seconds:0} s", < 5400 => $"{seconds / 60:0} min", _ => $"{seconds / 3600:0.0} h" };

    [LoggerMessage(Level = LogLevel.Information, Message = "Downloading bundle {Bundle}: {Done:N0} of {Total:N0} MB, {Rate:0.0} MB/s, {Left} left.")]
    private partial void LogProgress(string bundle, double done, double total, double rate, string left);
}

/// <summary>How far a download is.</summary>
/// <param name="DoneBytes">With what was there before.</param>
/// <param name="BytesPerSecond">Since it began.</param>
internal readonly record struct DownloadState(string Bundle, long DoneBytes, long TotalBytes, double BytesPerSecond);
