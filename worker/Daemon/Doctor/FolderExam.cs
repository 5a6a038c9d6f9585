using System.Runtime.InteropServices;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Doctor;

/// <summary>The data folder: there, ours alone, writable, and held by no other worker. Looks without leaving a trace.</summary>
internal static class FolderExam
{
    private const string About = "data folder";
    private const int MayWriteAndEnter = 3; // W_OK | X_OK
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static IEnumerable<Finding> Run(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield return MakeFindingOf(folder);
            yield break;
        }
        yield return IsWritable(folder)
            ? Finding.Good(About, $"{folder} is there and writable.")
            : Finding.Bad(About, $"{folder} is not writable by this user.", $"Run as the user that the worker runs as, give the folder to this one (chown), or choose another with --data.");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0)
            yield return Finding.Note(About, $"Other users can look into {folder}.", $"Make it yours alone: chmod 700 {folder}");
        if (DataFolder.IsHeld(folder))
            yield return Finding.Good("worker", "A worker runs on this folder. \"laiongrid-worker status\" says what it does.");
    }

    private static Finding MakeFindingOf(string folder)
    {
        var parent = Path.GetDirectoryName(folder);
        while (parent is not null && !Directory.Exists(parent))
            parent = Path.GetDirectoryName(parent);
        return parent is not null && IsWritable(parent)
            ? Finding.Good(About, $"{folder} is not there yet; \"laiongrid-worker setup\" or the first start makes it.")
            : Finding.Bad(About, $"{folder} is not there, and this user cannot make it.", "Choose another folder with --data, or make this one and give it to the worker's user.");
    }

    /// <summary>On Windows only trying tells, which would change the folder: there it counts as writable until a write fails.</summary>
    private static bool IsWritable(string folder) => OperatingSystem.IsWindows() || Access(folder, MayWriteAndEnter) == 0;

    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
