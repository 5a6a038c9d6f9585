using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using LaionGrid.Worker.Files;

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

    /// <summary>As <see cref="Peek"/>; null also when it cannot be read, which joining then says.</summary>
    public static WorkerIdentity? TryPeek(string folder)
    {
        try
        {
            return Peek(folder);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
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
        WholeFile.WriteForOwner(Path, JsonSerializer.SerializeToUtf8Bytes(identity));
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
        new($"{path} is not an identity: it is spoilt, and nothing was changed. Restore it from a copy; or put it aside (rename it to {Name}.spoilt) and start again, to join the grid as a new machine. What was credited stays.", cause);
}
