using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>
/// Who was refused lately, in this coordinator's memory: forgotten at a restart, and bounded. When it is full, the half that was heard of least lately
/// is forgotten. Safe to call from any thread.
/// </summary>
internal sealed class ProbeBook(IOptions<ModerationOptions> options, TimeProvider time)
{
    public const int MaxAskers = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Probing> _askers = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock)
                return _askers.Count;
        }
    }

    /// <summary>How long nothing is taken from this asker yet; zero when it may ask.</summary>
    public TimeSpan Remaining(string asker)
    {
        lock (_lock)
            return _askers.TryGetValue(asker, out var known) && known.Until > time.GetUtcNow() ? known.Until - time.GetUtcNow() : TimeSpan.Zero;
    }

    /// <summary>One of its prompts was refused.</summary>
    /// <returns>How long it has to wait now.</returns>
    public TimeSpan Refused(string asker)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_askers.TryGetValue(asker, out var known) && _askers.Count >= MaxAskers)
                Forget(now);
            var next = TimeoutPolicy.Refused(known, now, options.Value.FreeRefusals, options.Value.MaxTimeout);
            _askers[asker] = next;
            return next.Until - now;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (asker, _) in _askers.Where(entry => TimeoutPolicy.Counted(entry.Value, now) == 0).ToList())
            _askers.Remove(asker);
        if (_askers.Count < MaxAskers)
            return;
        foreach (var (asker, _) in _askers.OrderBy(entry => entry.Value.Until).ThenBy(entry => entry.Value.LastAt).Take(MaxAskers / 2).ToList())
            _askers.Remove(asker);
    }
}
