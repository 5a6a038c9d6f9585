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

    /// <summary>Only whether it is paused is news.</summary>
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

    /// <summary>A worker that let an offer lapse is not asked again before this.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Change only when loading changes what is warm: the bundle of its last lease.</summary>
    public string WarmBundle { get; set; } = attendance.WarmBundle;

    /// <summary>The slots that it counts for in the fleet.</summary>
    public (int Slots, int Free) Counted { get; set; }

    public int FreeSlots => attendance.Slots - Taken.Count;

    /// <param name="speeds">Of its device class; null when nothing is known.</param>
    public MatchWorker ToMatch(SpeedQuantiles? speeds) => new(attendance.MemoryMiB, attendance.BundlesOnDisk, WarmBundle, speeds?.Median ?? 0, FreeSlots) { WithoutRoom = attendance.BundlesWithoutRoom };
}
