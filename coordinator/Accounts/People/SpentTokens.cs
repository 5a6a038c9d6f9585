using System.Collections.Concurrent;
using LaionGrid.Contracts;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>Tokens that were taken already, kept until they would have ended anyway. Bounded by what sites sign in two minutes: only signed ones come here.</summary>
internal sealed class SpentTokens(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _spent = new(StringComparer.Ordinal);
    private DateTimeOffset _sweptAt;

    /// <returns>False when it was taken before.</returns>
    public bool TrySpend(string tokenId)
    {
        var now = time.GetUtcNow();
        if (now - _sweptAt > PersonClaims.LongestLife) // two at once sweep twice, which harms nothing
            Sweep(now);
        return _spent.TryAdd(tokenId, now + (2 * PersonClaims.LongestLife));
    }

    private void Sweep(DateTimeOffset now)
    {
        _sweptAt = now;
        foreach (var (id, until) in _spent)
            if (until < now)
                _spent.TryRemove(id, out _);
    }
}
