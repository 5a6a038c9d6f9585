using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>
/// How many tasks one network was given within this hour of the clock, whoever sits in it: one person with many accounts is one. Memory of this coordinator only: a restart, or another coordinator, begins anew. Safe to call from any
/// thread; under a crowd at once a few more may slip through.
/// </summary>
internal sealed class NetworkCaps(IOptions<AnnotationOptions> options, TimeProvider time)
{
    private const int MostNetworks = 100_000; // beyond which all begin anew, which errs for the askers

    private readonly ConcurrentDictionary<string, (long Hour, int Tasks)> _given = new(StringComparer.Ordinal);

    /// <summary>How long this network has to wait; zero when it need not.</summary>
    /// <param name="network">Empty where it is not known: then nothing is counted.</param>
    public TimeSpan Wait(string network)
    {
        var (most, now) = (options.Value.NetworkTasksPerHour, time.GetUtcNow());
        if (network.Length == 0 || most == 0 || !_given.TryGetValue(network, out var given) || given.Hour != HourOf(now) || given.Tasks < most)
            return TimeSpan.Zero;
        return DateTimeOffset.UnixEpoch.AddHours(HourOf(now) + 1) - now;
    }

    public void Took(string network)
    {
        if (network.Length == 0)
            return;
        if (_given.Count >= MostNetworks)
            _given.Clear();
        var hour = HourOf(time.GetUtcNow());
        _given.AddOrUpdate(network, _ => (hour, 1), (_, given) => given.Hour == hour ? (hour, given.Tasks + 1) : (hour, 1));
    }

    private static long HourOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;
}
