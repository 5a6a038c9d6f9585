using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// Leases the jobs of stragglers a second time, to workers that would otherwise stand idle: ask it when whatever waits has been leased.
/// The first picture to come counts, whoever makes it. Which lease is late is judged from memory, so looking costs no query.
/// </summary>
internal sealed class LeaseSeconds(GridWriter writer, LeaseBook book, JobNeeds needs, WaitingRoom room, SpeedBook speeds, DispatchCounts counts, IOptions<LeaseOptions> options, TimeProvider time)
{
    /// <summary>Every lease is looked at, so not at each turn of the dispatcher.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private DateTimeOffset _looked;

    /// <summary>Whether there is anything that may become late, and somebody who could help.</summary>
    public bool MayFollow => options.Value.SecondAttempts && book.Count > 0 && room.IdleCount(WorkerRole.Volunteer) > 0;

    /// <returns>The leases, to be offered.</returns>
    public async Task<IReadOnlyList<HeldLease>> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!MayFollow || (now - _looked).Duration() < Interval) // also when the clock was set back
            return [];
        _looked = now;
        if (Late(now) is not { Count: > 0 } late)
            return [];
        var pairs = room.Choose(WorkerRole.Volunteer, late.ConvertAll(lease => needs.Of(lease.Settings, lease.CostMflop)))
            .Select(chosen => (Late: late[chosen.Job], chosen.Waiter)).Where(pair => pair.Waiter.WorkerId != pair.Late.WorkerId).ToList();
        if (pairs.Count == 0)
            return [];
        var leases = await writer.RunAsync(db => LeaseAsync(db, pairs, cancellationToken), cancellationToken);
        counts.SecondAttempts(leases.Count);
        return leases;
    }

    private List<GrantedLease> Late(DateTimeOffset now)
    {
        var idle = room.IdleCount(WorkerRole.Volunteer);
        return book.All.Where(lease => lease is { IsOvertaken: false, Terms.Purpose: AttemptPurpose.Render }).GroupBy(lease => lease.Terms.JobId)
            .Where(attempts => DeadlinePolicy.MayTryTwice(attempts.All(lease => IsLate(lease, now)), attempts.Count(), idle, waitingForThem: 0))
            .Select(attempts => attempts.First().Terms).ToList();
    }

    /// <summary>Never while no speeds are known to compare with.</summary>
    private bool IsLate(HeldLease lease, DateTimeOffset now) =>
        lease.ClaimedAt is { } claimed
        && speeds.Find(lease.Terms.DeviceClass, lease.Terms.Settings.BundleId) is { } ofClass
        && speeds.Find(SpeedBook.Any, lease.Terms.Settings.BundleId) is { } ofAll
        && DeadlinePolicy.IsLate(now - claimed, lease.Terms.CostMflop, ofClass, ofAll);

    /// <summary>A job whose late attempt has ended meanwhile, or that another coordinator has had tried twice, is left alone.</summary>
    private async Task<IReadOnlyList<HeldLease>> LeaseAsync(GridDb db, List<(GrantedLease Late, Waiter Waiter)> pairs, CancellationToken cancellationToken)
    {
        var fences = (await db.QueryRowsAsync(
            """
            UPDATE jobs SET "Fence" = "Fence" + 1 WHERE "Id" IN (VALUES {rows}) AND "State" = 'Leased'
                AND (SELECT COUNT(*) FROM attempts a WHERE a."JobId" = jobs."Id" AND a."State" = 'Leased' AND a."Purpose" = 'Render') = 1
            RETURNING "Id", "Fence"
            """, // unique index job, fence
            pairs.ConvertAll(pair => new object?[] { pair.Late.JobId.Value }), [],
            row => (Job: row.ReadId<JobId>(0), Fence: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Job, row => row.Fence);
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + options.Value.OfferLasts);
        var leases = pairs.FindAll(pair => fences.ContainsKey(pair.Late.JobId)).ConvertAll(pair => pair.Late with
        {
            Id = Ids.New<AttemptId>(time),
            Fence = fences[pair.Late.JobId],
            WorkerId = pair.Waiter.WorkerId,
            AccountId = pair.Waiter.Attendance.AccountId,
            DeviceClass = pair.Waiter.Attendance.DeviceClass,
        });
        await db.InsertAsync(leases.ConvertAll(lease => Attempts.Offered(lease, now, until)), cancellationToken);
        return leases.ConvertAll(lease => new HeldLease(lease, until));
    }
}
