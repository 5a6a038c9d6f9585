namespace LaionGrid.Worker.Identity;

/// <summary>Files that only the owner can read. One is replaced whole, so a crash leaves the old one or the new one.</summary>
internal static class OwnerOnlyFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var next = path + ".next";
        File.Delete(next); // its rights would be kept
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }
}
