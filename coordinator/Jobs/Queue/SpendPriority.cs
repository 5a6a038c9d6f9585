using System.Security.Cryptography;
using System.Text;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// Takes what accounts pay for their pictures with priority, in the transaction that queues them, and gives it back for pictures that are cancelled before anybody began them. The causes in the public log name no request:
/// who does not know the request's key learns nothing of it there.
/// </summary>
internal sealed class SpendPriority(Journal journal, IOptions<JobsOptions> options)
{
    /// <summary>What these accounts may spend, held so until the caller's transaction ends.</summary>
    public async Task<IReadOnlyDictionary<AccountId, PriorityPurse>> HoldAsync(GridDb db, IEnumerable<AccountId> accounts, CancellationToken cancellationToken) =>
        (await db.LockPriorityAsync([.. accounts.Where(account => account != AccountId.Anonymous).Distinct()], cancellationToken)).ToDictionary(pair => pair.Key, pair => PurseOf(pair.Value));

    /// <summary>What an account could spend now, if it asked now.</summary>
    public async Task<(PriorityPurse Purse, long Balance)> LookAsync(GridDb db, AccountId account, CancellationToken cancellationToken)
    {
        var balance = account == AccountId.Anonymous ? 0 : await db.ReadBalanceAsync(CreditPolicy.Priority(account), cancellationToken);
        return (PurseOf(balance), balance);
    }

    /// <summary>Posts what requests that were just added were paid with.</summary>
    public Task TakeAsync(GridDb db, IEnumerable<Request> requests, IEnumerable<Job> jobs, CancellationToken cancellationToken)
    {
        var paid = jobs.Where(job => job.PaidMflop > 0).GroupBy(job => job.RequestId).ToDictionary(group => group.Key, group => group.Sum(job => job.PaidMflop));
        return journal.PostAsync(db, [.. requests.Where(request => paid.ContainsKey(request.Id)).Select(request => new Entry(CauseOf("spent", request.Id.Value, request.RequestKey), CreditPolicy.Pay(request.AccountId, paid[request.Id])))], cancellationToken);
    }

    /// <summary>Gives back what pictures were paid with that nobody has begun. A picture's comes back once.</summary>
    public async Task GiveBackAsync(GridDb db, RequestId id, CancellationToken cancellationToken)
    {
        var unbegun = await db.Jobs.AsNoTracking().Where(job => job.RequestId == id && job.State == JobState.Queued && job.Fence == 0 && job.PaidMflop > 0) // unique index request, index
            .Select(job => new { job.Id, job.PaidMflop }).ToListAsync(cancellationToken);
        if (unbegun.Count == 0)
            return;
        var request = await db.Requests.AsNoTracking().Where(one => one.Id == id).Select(one => new { one.AccountId, one.RequestKey }).SingleAsync(cancellationToken); // primary key
        await journal.PostAsync(db, unbegun.ConvertAll(job => new Entry(CauseOf("unspent", job.Id.Value, request.RequestKey), CreditPolicy.Reward(request.AccountId, job.PaidMflop))), cancellationToken);
    }

    private PriorityPurse PurseOf(long balance) => new(balance, options.Value.PriorityMflopAtOnce);

    /// <summary>The request's key is its client's secret, so that the hash of both can be made by nobody else.</summary>
    private static string CauseOf(string what, Guid id, string key) => $"priority:{what}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}:{id:N}:{key}")))[..32]}";
}
