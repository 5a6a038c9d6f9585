using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Updates;

/// <summary>What .NET has no way to ask of Linux and macOS.</summary>
internal static class Posix
{
    /// <summary>Makes a file or a link beside its place and puts it there in one stroke. .NET moves no link that leads to a folder.</summary>
    /// <exception cref="IOException">It could not be put there.</exception>
    public static void Replace(string place, Action<string> make)
    {
        var beside = $"{place}.{Path.GetRandomFileName()}";
        make(beside);
        if (Rename(beside, place) == 0)
            return;
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        File.Delete(beside);
        throw new IOException($"{place} cannot be replaced: {error.Message}.", error);
    }

    /// <summary>Becomes another program: same process, same terminal, same supervisor. Returns only when it cannot.</summary>
    /// <param name="arguments">Without the program's own name.</param>
    /// <returns>Why not.</returns>
    public static string Become(string program, IReadOnlyList<string> arguments)
    {
        _ = Execute(program, [program, .. arguments, null]);
        return new Win32Exception(Marshal.GetLastPInvokeError()).Message;
    }

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute([MarshalAs(UnmanagedType.LPUTF8Str)] string program, [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments);
}
