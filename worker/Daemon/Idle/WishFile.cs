using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Worker.Files;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Idle;

/// <summary>
/// Keeps what the owner said by hand, so that a worker paused before the machine restarts is paused after. Safe to call from any thread.
/// </summary>
/// <param name="name">Of the file in the worker's folder.</param>
internal sealed class WishFile(DataFolder folder, string name = WishFile.Machine)
{
    /// <summary>Holds what counts for the whole machine.</summary>
    public const string Machine = "wish.json";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly Lock _lock = new();
    private OwnerWish? _kept;

    /// <summary>None when it is over. A file that cannot be read counts as pause: whoever wrote it wanted something, and pausing harms nobody.</summary>
    public OwnerWish Read(DateTimeOffset now)
    {
        lock (_lock)
        {
            _kept ??= ReadFile();
            return _kept.HoldsAt(now) ? _kept : OwnerWish.None;
        }
    }

    public void Write(OwnerWish wish)
    {
        lock (_lock)
        {
            _kept = wish;
            WholeFile.Write(folder.PathOf(name), JsonSerializer.SerializeToUtf8Bytes(wish, Json));
        }
    }

    private OwnerWish ReadFile()
    {
        try
        {
            return File.Exists(folder.PathOf(name)) ? JsonSerializer.Deserialize<OwnerWish>(File.ReadAllBytes(folder.PathOf(name)), Json) ?? OwnerWish.None : OwnerWish.None;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return new(WishKind.Pause);
        }
    }
}
