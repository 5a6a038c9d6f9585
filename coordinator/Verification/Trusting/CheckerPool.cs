using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>The volunteers whose audits have proven them enough to check others. It is read when a check is given, so whoever is found at fault is out at once.</summary>
internal sealed class CheckerPool(IOptions<VerificationOptions> options, TimeProvider time) : ICheckerPool
{
    public bool IsOpen => options.Value.VolunteerShare > 0;

    public async Task<IReadOnlySet<(WorkerId WorkerId, string BundleId)>> ProvenAsync(GridDb db, IReadOnlyList<WorkerId> workers, CancellationToken cancellationToken)
    {
        var (now, halfLife) = (time.GetUtcNow(), TimeSpan.FromDays(options.Value.HalfLifeDays));
        var trusts = await db.Trusts.AsNoTracking().Where(trust => workers.Contains(trust.WorkerId)).ToListAsync(cancellationToken); // primary key, a few rows a worker
        return trusts.GroupBy(trust => trust.WorkerId).SelectMany(worker =>
        {
            var lastFault = worker.Max(trust => trust.FaultAt);
            return worker.Where(trust => VolunteerPolicy.IsProven(FadedAt(trust, now, halfLife), lastFault, now, options.Value)).Select(trust => (worker.Key, trust.BundleId));
        }).ToHashSet();
    }

    /// <summary>One small read for each account: the newest of each of many is what no statement of both databases says.</summary>
    public async Task<ILookup<AccountId, AccountId>> LatelyAsync(GridDb db, IReadOnlyList<AccountId> accounts, CancellationToken cancellationToken)
    {
        var found = new List<(AccountId Account, AccountId Checker)>();
        foreach (var account in accounts)
        {
            var checkers = await db.Attempts.Where(check => check.CheckedAccountId == account).OrderByDescending(check => check.StartedAt) // index checked account, started at
                .Take(options.Value.ChecksApart - 1).Select(check => check.AccountId).ToListAsync(cancellationToken);
            found.AddRange(checkers.Distinct().Select(checker => (account, checker)));
        }
        return found.ToLookup(one => one.Account, one => one.Checker);
    }

    private static double FadedAt(Trust trust, DateTimeOffset now, TimeSpan halfLife) => trust.PassedAt is { } at ? TrustPolicy.Fade(trust.Passed, now - at, halfLife) : 0;
}
