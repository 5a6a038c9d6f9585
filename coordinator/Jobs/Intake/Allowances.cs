using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>
/// What each requester has left of a day's pictures, by <see cref="AllowancePolicy"/>. Memory of this coordinator only, at 8 bytes and a
/// name each: a restart, or another coordinator, begins anew, which gives somebody some pictures more. Safe to call from any thread.
/// </summary>
internal sealed class Allowances(TimeProvider time)
{
    private const int PruneAt = 100_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _fullAt = new(StringComparer.Ordinal);

    /// <summary>How long until so many may be asked for; zero when they may now.</summary>
    public TimeSpan Wait(string requester, int pictures, int perDay) =>
        AllowancePolicy.UntilHolds(_fullAt.GetValueOrDefault(requester), pictures, perDay, time.GetUtcNow());

    /// <summary>These were asked for. More than there are leave nothing.</summary>
    public void Take(string requester, int pictures, int perDay)
    {
        var now = time.GetUtcNow();
        _fullAt.AddOrUpdate(requester, _ => After(default), (_, fullAt) => After(fullAt));
        if (_fullAt.Count >= PruneAt)
            Prune(now);

        DateTimeOffset After(DateTimeOffset fullAt) => AllowancePolicy.Take(fullAt, pictures, perDay, now) ?? now + AllowancePolicy.Day;
    }

    /// <summary>Who has a full bucket is as one who never asked. Where more than so many asked within a day, those longest ago are forgotten.</summary>
    private void Prune(DateTimeOffset now)
    {
        foreach (var full in _fullAt.Where(one => one.Value <= now))
            _fullAt.TryRemove(full);
        foreach (var oldest in _fullAt.OrderBy(one => one.Value).Take(_fullAt.Count - (PruneAt / 2)).ToList())
            _fullAt.TryRemove(oldest);
    }
}
