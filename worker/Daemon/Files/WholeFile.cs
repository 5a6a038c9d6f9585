namespace LaionGrid.Worker.Files;

/// <summary>Writes files whole: the old one stands there or the new one, whatever happens meanwhile.</summary>
internal static class WholeFile
{
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, new() { Mode = FileMode.CreateNew, Access = FileAccess.Write });

    /// <summary>As <see cref="Write(string, ReadOnlySpan{byte})"/>, so that its owner alone can read it; on Windows it inherits its folder's rights.</summary>
    public static void WriteForOwner(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Write(path, bytes, options);
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes, FileStreamOptions options)
    {
        var next = $"{path}.{Path.GetRandomFileName()}"; // two programs may write it at once
        try
        {
            using (var file = new FileStream(next, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }
}
