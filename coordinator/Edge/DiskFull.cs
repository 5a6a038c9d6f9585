using Microsoft.Data.Sqlite;

namespace LaionGrid.Coordinator.Edge;

/// <summary>Recognises a full disk, wherever in a chain of causes it hides.</summary>
internal static class DiskFull
{
    private const int LinuxNoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int SqliteFull = 13;

    public static Refusal Refusal { get; } =
        Edge.Refusal.Busy("disk.full", "The coordinator's disk is full, so nothing was stored. Try again later.", TimeSpan.FromMinutes(1));

    public static bool Is(Exception? error) => error switch
    {
        null => false,
        IOException { HResult: LinuxNoSpace or WindowsDiskFull or WindowsHandleDiskFull } => true,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        _ => Is(error.InnerException),
    };
}
