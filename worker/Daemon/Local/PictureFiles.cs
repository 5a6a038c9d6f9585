using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>Where a command's pictures go: one into the file named, several into files with their seeds behind the name. What lies there is replaced.</summary>
internal sealed class PictureFiles
{
    private readonly string _path;

    /// <exception cref="LocalException">There is no such folder, or the name is a folder's.</exception>
    public PictureFiles(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
            throw new LocalException($"--out \"{path}\" is no file. Name one, such as {Path.Combine(path, "picture.png")}.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new LocalException($"--out {path} cannot be: there is no folder {folder}. Make it first.");
        _path = path;
    }

    /// <param name="count">Pictures in all.</param>
    /// <param name="text">How it was made.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Write(RenderedPicture picture, int count, string text)
    {
        var path = count == 1 ? _path : Path.Combine(Path.GetDirectoryName(_path) ?? "", $"{Path.GetFileNameWithoutExtension(_path)}-{picture.Seed}{Path.GetExtension(_path)}");
        try
        {
            File.WriteAllBytes(path, PngWriter.Encode(picture.Picture, new PngText("parameters", text)));
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: {error.Message} Name another file with --out.", error);
        }
    }
}
