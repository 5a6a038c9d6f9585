namespace LaionGrid.Benchmarks.Releases;

/// <summary>The most memory that this process has resident meanwhile, looked at twenty times a second.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Timer _timer;
    private long _most;

    public PeakMemory() => _timer = new Timer(_ => Interlocked.Exchange(ref _most, Math.Max(Interlocked.Read(ref _most), Environment.WorkingSet)), null, TimeSpan.Zero, Interval);

    public long MiB => Interlocked.Read(ref _most) / (1024 * 1024);

    public void Dispose() => _timer.Dispose();
}
