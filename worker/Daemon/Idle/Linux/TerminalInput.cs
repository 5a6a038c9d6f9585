namespace LaionGrid.Worker.Idle.Linux;

/// <summary>When a terminal was last read from, as "w" shows it. It sees what is typed in consoles and windows of terminals alone, and up to 16 seconds late.</summary>
internal sealed class TerminalInput(SystemFiles files, TimeProvider time) : IInputSource
{
    /// <summary>The kernel notes reads no finer than this, and there are many terminals.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(8);

    private (long At, TimeSpan? Idle)? _seen;

    public ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        if (_seen is not { } seen || time.GetElapsedTime(seen.At) >= Grain)
            _seen = seen = (time.GetTimestamp(), Look());
        return new(seen.Idle + time.GetElapsedTime(seen.At));
    }

    private TimeSpan? Look()
    {
        var now = time.GetUtcNow();
        var terminals = files.Files("dev", "tty?*").Concat(files.Files("dev/pts", "*")).Where(path => Path.GetFileName(path).Replace("tty", "", StringComparison.Ordinal).All(char.IsAsciiDigit));
        var reads = terminals.Select(path => now - File.GetLastAccessTimeUtc(path)).ToList();
        return reads.Count == 0 ? null : reads.Select(idle => idle < TimeSpan.Zero ? TimeSpan.Zero : idle).Min();
    }
}
