using System.Collections.Concurrent;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>What a claim on a lease comes to.</summary>
internal abstract record LeaseFound
{
    internal sealed record Live(HeldLease Lease) : LeaseFound;

    /// <summary>It was this worker's, and has ended.</summary>
    internal sealed record Ended(Attempt Attempt) : LeaseFound;

    internal sealed record Refused(Refusal Refusal) : LeaseFound;
}

/// <summary>
/// The live leases that this coordinator gave or was asked about, so that a heartbeat reads no database. A lease given by another
/// coordinator, or before a restart, is read once. Safe to call from any thread.
/// </summary>
internal sealed class LeaseBook(IDbContextFactory<GridDb> databases, IOptions<LeaseOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<AttemptId, HeldLease> _live = new();

    public int Count => _live.Count;

    public IEnumerable<HeldLease> All => _live.Values;

    public void Add(HeldLease lease) => _live[lease.Terms.Id] = lease;

    public HeldLease? Find(AttemptId id) => _live.GetValueOrDefault(id);

    /// <summary>The lease has ended; null when it was not known here.</summary>
    public HeldLease? Remove(AttemptId id) => _live.TryRemove(id, out var lease) ? lease : null;

    public async Task<LeaseFound> FindAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (_live.TryGetValue(claim.Id, out var known))
            return Check(known.Terms, claim) is { } wrong ? new LeaseFound.Refused(wrong) : new LeaseFound.Live(known);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await ReadAsync(db, claim.Id, cancellationToken) is not { } row)
            return new LeaseFound.Refused(LeaseRefusals.Unknown);
        if (Check(row.Terms, claim) is { } refusal)
            return new LeaseFound.Refused(refusal);
        return row.Attempt.State == AttemptState.Leased || IsOvertaken(row.Attempt) ? new LeaseFound.Live(Keep(row)) : new LeaseFound.Ended(row.Attempt);
    }

    /// <summary>A live lease from the database; null when there is none.</summary>
    public async Task<HeldLease?> LoadAsync(AttemptId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, id, cancellationToken) is { Attempt.State: AttemptState.Leased } row ? Keep(row) : null;
    }

    private HeldLease Keep((Attempt Attempt, GrantedLease Terms) row) =>
        _live.GetOrAdd(row.Terms.Id, new HeldLease(row.Terms, row.Attempt.LeaseUntil, row.Attempt.ClaimedAt) { IsOvertaken = IsOvertaken(row.Attempt) });

    /// <summary>For one more term: its worker may have had the picture all but finished.</summary>
    private bool IsOvertaken(Attempt attempt) =>
        attempt is { State: AttemptState.Stopped, FailureCode: LeaseOptions.Overtaken, ClaimedAt: not null } && attempt.EndedAt + options.Value.Lasts >= time.GetUtcNow();

    /// <summary>An attempt with its job and settings; null when there is none.</summary>
    public static async Task<(Attempt Attempt, GrantedLease Terms)?> ReadAsync(GridDb db, AttemptId id, CancellationToken cancellationToken)
    {
        var (jobs, requests) = (db.Jobs, db.Requests);
        var row = await db.Attempts.AsNoTracking().Where(attempt => attempt.Id == id)
            .Join(jobs, attempt => attempt.JobId, job => job.Id, (attempt, job) => new { attempt, job })
            .Join(requests, pair => pair.job.RequestId, request => request.Id, (pair, request) => new { pair.attempt, pair.job.RequestId, pair.job.Seed, pair.job.CostMflop, pair.job.Lane, request.Settings, request.IsVerified })
            .SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : (row.attempt, new GrantedLease
        {
            Id = id,
            Fence = row.attempt.Fence,
            Purpose = row.attempt.Purpose,
            WorkerId = row.attempt.WorkerId,
            AccountId = row.attempt.AccountId,
            JobId = row.attempt.JobId,
            RequestId = row.RequestId,
            Seed = row.Seed,
            CostMflop = row.CostMflop,
            Lane = row.Lane,
            Settings = row.Settings,
            IsVerified = row.IsVerified,
            AuditOf = row.attempt.AuditOf,
            CheckedAccountId = row.attempt.CheckedAccountId,
        });
    }

    private static Refusal? Check(GrantedLease terms, LeaseClaim claim) =>
        terms.WorkerId != claim.WorkerId ? LeaseRefusals.Unknown : terms.Fence != claim.Fence ? LeaseRefusals.Stale : null;
}
