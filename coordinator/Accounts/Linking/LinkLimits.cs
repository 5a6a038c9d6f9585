using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>Counts tries within ten minutes, of one network or one account, so that codes are not guessed. In memory, bounded, and safe to call from any thread.</summary>
internal sealed class LinkLimits(TimeProvider time)
{
    public const int Most = 10;

    private const int MaxKept = 100_000;

    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> _tries = new(StringComparer.Ordinal);

    public bool IsOver(string who) => _tries.TryGetValue(who, out var tries) && tries.Until > time.GetUtcNow() && tries.Count >= Most;

    public void Count(string who)
    {
        var now = time.GetUtcNow();
        if (_tries.Count >= MaxKept)
            foreach (var over in _tries.Where(pair => pair.Value.Until <= now))
                _tries.TryRemove(over);
        if (_tries.Count >= MaxKept)
            _tries.Clear(); // whoever makes so many loses little by it: what is guessed has 37 bits
        _tries.AddOrUpdate(who, (1, now + Link.Lasts), (_, tries) => tries.Until > now ? (tries.Count + 1, tries.Until) : (1, now + Link.Lasts));
    }
}
