using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LaionGrid.Coordinator.Blobs;

/// <summary>Writes that survive a loss of power once they have returned.</summary>
internal static class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>Makes a new file of these bytes. Its name is safe only after <see cref="FlushFolder"/>.</summary>
    /// <exception cref="IOException">The file exists, or the disk is full; what was written of it stays.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, DateTimeOffset modifiedAt)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        RandomAccess.Write(file, bytes, fileOffset: 0);
        File.SetLastWriteTimeUtc(file, modifiedAt.UtcDateTime);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Flushes which names a folder holds. Windows has no such call.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new SafeFileHandle(Open(path, ReadOnly), ownsHandle: true);
        if (folder.IsInvalid)
            throw new IOException($"The folder {path} could not be opened: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());
        RandomAccess.FlushToDisk(folder);
    }

    // .NET opens no folder as a file.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
