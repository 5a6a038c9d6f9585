using System.Threading.Channels;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Leases;

/// <summary>A hint to one worker that this job waits.</summary>
internal sealed record Offer(Guid Id, JobId JobId, AttemptPurpose Purpose, string BundleId, long CostMflop, DateTimeOffset LapsesAt);

/// <summary>One attending worker. Its state belongs to <see cref="WaitingRoom"/>, which guards it.</summary>
internal sealed class Waiter(WorkerId workerId, WorkerRole role, IReadOnlySet<string> bundlesOnDisk, string warmBundle)
{
    public WorkerId WorkerId => workerId;

    public WorkerRole Role => role;

    /// <summary>Offers on their way to the worker; at most one at a time is open.</summary>
    public Channel<Offer> Offers { get; } = Channel.CreateBounded<Offer>(1);

    public Offer? Open { get; set; }

    /// <summary>A worker that let an offer lapse is not asked again before this.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Less is better: a bundle in memory, then one on disk, then one to download.</summary>
    public int Distance(string bundle) => bundle == warmBundle ? 0 : bundlesOnDisk.Contains(bundle) ? 1 : 2;
}
