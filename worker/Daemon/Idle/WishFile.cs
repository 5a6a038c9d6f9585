using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Idle;

/// <summary>
/// Keeps what the owner said by hand, so that a worker paused before the machine restarts is paused after. Safe to call from any thread.
/// </summary>
internal sealed class WishFile(DataFolder folder)
{
    private const string Name = "wish.json";

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
            var (path, next) = (folder.PathOf(Name), folder.PathOf(Name + ".next"));
            File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(wish, Json));
            File.Move(next, path, overwrite: true);
        }
    }

    private OwnerWish ReadFile()
    {
        try
        {
            return File.Exists(folder.PathOf(Name)) ? JsonSerializer.Deserialize<OwnerWish>(File.ReadAllBytes(folder.PathOf(Name)), Json) ?? OwnerWish.None : OwnerWish.None;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return new(WishKind.Pause);
        }
    }
}
