using System.Text.Json;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Worker.Files;

namespace LaionGrid.Worker.Audit;

/// <summary>
/// The last checkpoint that this machine has seen and found right, and the key that signed it: what the log of tomorrow is held to. A file that is replaced whole. The worker and
/// an audit may use it at once.
/// </summary>
internal sealed class SeenLog(string folder)
{
    private sealed record Kept(string Key, string Checkpoint);

    public string Path { get; } = System.IO.Path.Combine(folder, "log.json");

    /// <summary>Null when this machine has seen none.</summary>
    /// <exception cref="NotCheckedException">The file is something else.</exception>
    public (LogKey Key, Checkpoint Head)? Read()
    {
        if (!File.Exists(Path))
            return null;
        try
        {
            if (JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(Path)) is { Key: { } text, Checkpoint: { } note } && LogKey.Parse(text) is { } key
                && SignedNote.Open(note, key) is { } opened && Checkpoint.Parse(opened) is { } head)
                return (key, head);
        }
        catch (JsonException)
        {
            // As with any other content that is not ours.
        }
        throw new NotCheckedException($"{Path} is not what this program wrote. Restore it, or delete it: then this machine forgets which log it has seen.");
    }

    /// <summary>Keeps the checkpoint, unless a larger one was kept meanwhile.</summary>
    public void Write(LogKey key, string note, long size)
    {
        if (Read() is { } kept && kept.Head.Size > size)
            return;
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(new Kept(key.Text, note)));
    }
}
