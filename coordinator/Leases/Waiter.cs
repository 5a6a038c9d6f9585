using System.Collections.Frozen;
using System.Threading.Channels;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What an attending worker is told.</summary>
internal abstract record Notice
{
    internal sealed record Offer(GrantedLease Lease) : Notice;

    internal sealed record Stop(AttemptId Id) : Notice;

    /// <summary>The trajectory of a finished lease is wanted.</summary>
    internal sealed record Reveal(AttemptId Id, long Fence) : Notice;

    /// <summary>Only whether it is paused, or waits, is news.</summary>
    internal sealed record Pause : Notice;
}

/// <summary>What a worker says when it begins to attend, and what is known of it.</summary>
internal sealed record Attendance
{
    public required WorkerId WorkerId { get; init; }

    public required WorkerRole Role { get; init; }

    public required AccountId AccountId { get; init; }

    public IReadOnlySet<string> BundlesOnDisk { get; init; } = new HashSet<string>();

    /// <summary>Bundles that its disk has no room for.</summary>
    public IReadOnlySet<string> BundlesWithoutRoom { get; init; } = new HashSet<string>();

    public string WarmBundle { get; init; } = "";

    /// <summary>Leases it works on at once.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Leases it still works on.</summary>
    public IReadOnlySet<AttemptId> Held { get; init; } = new HashSet<AttemptId>();

    /// <summary>Memory of its device in MiB; 0 when it did not say.</summary>
    public long MemoryMiB { get; init; }

    /// <summary>Devices that are alike in speed: provider and name.</summary>
    public string DeviceClass { get; init; } = "";

    public bool IsPaused { get; init; }

    /// <summary>Where it calls from, see <see cref="Edge.NetworkBlocks"/>; empty when that does not count.</summary>
    public string NetworkBlock { get; init; } = "";

    public string? KnownNetworkBlock => NetworkBlock.Length > 0 ? NetworkBlock : null;

    /// <summary>False for a newcomer, see <see cref="NewcomerPolicy"/>.</summary>
    public bool IsProven { get; init; } = true;

    /// <inheritdoc cref="WorkerStanding.Refused"/>
    public IReadOnlySet<string> Refused { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether a volunteer does checks of others' work beside its pictures.</summary>
    public bool TakesChecks { get; init; }

    /// <summary>Whether it knows how to begin from a picture, and to check one that does.</summary>
    public bool TakesSources { get; init; }
}

/// <summary>One attending worker. Its state belongs to <see cref="WaitingRoom"/>, which guards it.</summary>
internal sealed class Waiter(Attendance attendance)
{
    private const int MaxNotices = 64; // offers are bounded by slots; a stop too many is told by the next heartbeat

    public Attendance Attendance => attendance;

    public WorkerId WorkerId => attendance.WorkerId;

    public Channel<Notice> Notices { get; } = Channel.CreateBounded<Notice>(MaxNotices);

    /// <summary>Offers and leases that take up its slots.</summary>
    public HashSet<AttemptId> Taken { get; } = [];

    public bool IsPaused { get; set; } = attendance.IsPaused;

    public bool IsNewcomer { get; set; } = attendance is { Role: WorkerRole.Volunteer, IsProven: false };

    /// <summary>A newcomer that others come before.</summary>
    public bool MustWait { get; set; }

    public IReadOnlySet<string> Refused { get; set; } = attendance.Refused;

    /// <summary>Why work does not come although nobody paused it, for its owner; empty when nothing stands against it.</summary>
    public string WaitsBecause =>
        MustWait ? "Other new machines of this account or network prove themselves first; this one's turn comes when one of them has, or leaves. Nothing is to be done."
        : Refused.Count > 0 ? $"No work of {string.Join(", ", Refused.Order())} is sent here: this device computes it more coarsely than any machine that the grid knows. Mend its driver, or render on another device (--device); it is tried again after some days."
        : "";

    /// <summary>A worker that let an offer lapse is not asked again before this.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Change only when loading changes what is warm: the bundle of its last lease.</summary>
    public string WarmBundle { get; set; } = attendance.WarmBundle;

    /// <summary>The slots that it counts for in the fleet.</summary>
    public (int Slots, int Free) Counted { get; set; }

    public int FreeSlots => attendance.Slots - Taken.Count;

    /// <param name="speeds">Of its device class; null when nothing is known.</param>
    public MatchWorker ToMatch(SpeedQuantiles? speeds) => new(attendance.MemoryMiB, attendance.BundlesOnDisk, WarmBundle, speeds?.Median ?? 0, FreeSlots) { RefusedBundles = Refused, WithoutRoom = attendance.BundlesWithoutRoom, TakesSources = attendance.TakesSources };
}
