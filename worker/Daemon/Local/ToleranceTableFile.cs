using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Worker.Local;

/// <summary>Where a table is written; the one that lies there is replaced by its successor.</summary>
internal sealed class ToleranceTableFile
{
    /// <exception cref="LocalException">There is no such folder, or the name is a folder's.</exception>
    public ToleranceTableFile(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
            throw new LocalException($"--out \"{path}\" is no file. Name one, such as {System.IO.Path.Combine(path, "tolerance.json")}.");
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new LocalException($"There is no folder {folder} to write {System.IO.Path.GetFileName(path)} into. Name the model's folder with --bundle, or another file with --out.");
        Path = path;
    }

    public string Path { get; }

    /// <summary>One more than the version that lies there for this bundle; 1 when none does that can be read.</summary>
    public int NextVersion(string bundleId) =>
        File.Exists(Path) && ToleranceTable.Read(File.ReadAllBytes(Path)).Table is { } there && there.BundleId == bundleId ? there.Version + 1 : 1;

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(ToleranceTable table)
    {
        try
        {
            File.WriteAllBytes(Path, table.Write());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path} cannot be written: {error.Message} Name another file with --out.", error);
        }
    }
}
