using System.Runtime.InteropServices;

namespace LaionGrid.Coordinator.Edge;

/// <summary>
/// A secret in a file that only its owner may read. It appears whole or not at all, so a start that was killed leaves no half of one, and
/// of several coordinators that draw it at once over one folder the first wins.
/// </summary>
internal static class SecretFile
{
    /// <summary>The file's bytes; drawn and written when there is none yet.</summary>
    /// <exception cref="BrokenSecretException">What is there is shorter than the secret: restore it or delete it.</exception>
    public static byte[] ReadOrDraw(string path, int leastBytes, Func<byte[]> draw)
    {
        if (!File.Exists(path))
            Write(path, draw());
        var kept = File.ReadAllBytes(path);
        return kept.Length >= leastBytes ? kept : throw new BrokenSecretException($"{path} is not a whole secret. Restore it, or delete it to have a new one drawn.");
    }

    private static void Write(string path, byte[] secret)
    {
        var next = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(next, options))
            {
                file.Write(secret);
                file.Flush(flushToDisk: true);
            }
            if (OperatingSystem.IsWindows() || (Link(next, path) != 0 && !File.Exists(path))) // a file system without links: a rename must do
                File.Move(next, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another coordinator was faster; its secret is the one to read.
        }
        finally
        {
            File.Delete(next);
        }
    }

    /// <summary>Fails when the second name is taken. Outside Windows <see cref="File.Move(string, string)"/> looks first and renames then, and two may look at once.</summary>
    [DllImport("libc", EntryPoint = "link")]
    private static extern int Link(string existing, string added);
}

/// <summary>A secret's file holds something else; the message says which and what to do.</summary>
internal sealed class BrokenSecretException(string message) : Exception(message);
