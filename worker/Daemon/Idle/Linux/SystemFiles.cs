using System.Globalization;

namespace LaionGrid.Worker.Idle.Linux;

/// <summary>The files in which Linux tells about itself, below a root that tests replace. What is not there or not readable is null.</summary>
internal sealed class SystemFiles(string root = "/")
{
    public string PathOf(string path) => Path.Combine(root, path);

    public IEnumerable<string> Folders(string path)
    {
        try
        {
            return Directory.Exists(PathOf(path)) ? Directory.GetDirectories(PathOf(path)) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public IEnumerable<string> Files(string path, string pattern)
    {
        try
        {
            return Directory.Exists(PathOf(path)) ? Directory.GetFiles(PathOf(path), pattern) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public string? Read(params string[] parts)
    {
        try
        {
            var path = PathOf(Path.Combine(parts));
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // sensors of a device that sleeps answer with an error
        }
    }

    public double? ReadNumber(params string[] parts) => double.TryParse(Read(parts), CultureInfo.InvariantCulture, out var number) ? number : null;
}
