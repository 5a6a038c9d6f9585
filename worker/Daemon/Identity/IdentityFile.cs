using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace LaionGrid.Worker.Identity;

/// <summary>Keeps the identity in one file that only the owner can read. It is replaced whole, so a crash leaves the old one or the new one.</summary>
internal sealed class IdentityFile(string folder)
{
    private const int EnrollKeyBytes = 32;
    private const string Name = "identity.json";

    public string Path => System.IO.Path.Combine(folder, Name);

    /// <summary>The identity in a folder that may be another's at the moment; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is there and is not an identity.</exception>
    public static WorkerIdentity? Peek(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>The identity kept here, or a new one that is kept before it is first used.</summary>
    /// <exception cref="InvalidDataException">The file is there and is not an identity; overwriting it would lose the machine's standing.</exception>
    public WorkerIdentity ReadOrDraw(bool isReferee)
    {
        if (File.Exists(Path))
            return Read(Path);
        var drawn = new WorkerIdentity(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(EnrollKeyBytes)), isReferee);
        Write(drawn);
        return drawn;
    }

    public void Write(WorkerIdentity identity)
    {
        var next = Path + ".next";
        File.Delete(next); // its rights would be kept
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, identity);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, Path, overwrite: true);
    }

    private static WorkerIdentity Read(string path)
    {
        try
        {
            var identity = JsonSerializer.Deserialize<WorkerIdentity>(File.ReadAllBytes(path));
            return identity is { EnrollKey.Length: > 0 } ? identity : throw Broken(path, null);
        }
        catch (JsonException error)
        {
            throw Broken(path, error);
        }
    }

    private static InvalidDataException Broken(string path, Exception? cause) =>
        new($"{path} is not an identity. Restore it, or delete it to join the grid as a new machine.", cause);
}
