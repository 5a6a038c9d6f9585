namespace LaionGrid.Worker.Idle.Linux;

/// <summary>When a terminal was last read from, as "w" shows it. It sees what is typed in consoles and windows of terminals alone, and up to eight seconds late.</summary>
internal sealed class TerminalInput(SystemFiles files, TimeProvider time) : IInputSource
{
    public ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var terminals = files.Files("dev", "tty?*").Concat(files.Files("dev/pts", "*")).Where(path => Path.GetFileName(path).Replace("tty", "", StringComparison.Ordinal).All(char.IsAsciiDigit));
        var reads = terminals.Select(path => now - File.GetLastAccessTimeUtc(path)).ToList();
        return new(reads.Count == 0 ? null : reads.Select(idle => idle < TimeSpan.Zero ? TimeSpan.Zero : idle).Min());
    }
}
