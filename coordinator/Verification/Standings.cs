using System.Collections.Concurrent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification;

/// <summary>How much of each contributor's work is audited. Who has proven itself is remembered for a moment; everybody else is looked up each time.</summary>
internal sealed class Standings(IOptions<VerificationOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<AccountId, byte> _proven = new();
    private DateTimeOffset _forgetAt;

    /// <summary>The share of this account's attempts to audit, 0 to 1.</summary>
    public async Task<double> RateAsync(GridDb db, AccountId account, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= _forgetAt)
        {
            _proven.Clear();
            _forgetAt = time.GetUtcNow() + Remembered;
        }
        var (proving, steady) = (options.Value.ProvingAudits, options.Value.SteadyRate);
        if (proving == 0 || _proven.ContainsKey(account))
            return steady;
        var passed = await PassedAsync(db, account, proving, cancellationToken);
        if (passed >= proving)
            _proven[account] = 0;
        return AuditPolicy.Rate(passed, proving, steady);
    }

    /// <summary>One of its attempts was rejected: it proves itself anew.</summary>
    public void Rejected(AccountId account) => _proven.TryRemove(account, out _);

    /// <summary>Audits passed since the last one failed, counted to <paramref name="most"/>.</summary>
    private static async Task<int> PassedAsync(GridDb db, AccountId account, int most, CancellationToken cancellationToken)
    {
        var judged = db.Attempts.Where(attempt => attempt.AccountId == account); // index account, verdict
        var rejectedAt = await judged.Where(attempt => attempt.Verdict == Verdict.Rejected).MaxAsync(attempt => attempt.VerdictAt, cancellationToken);
        var accepted = judged.Where(attempt => attempt.Verdict == Verdict.Accepted);
        if (rejectedAt is { } since)
            accepted = accepted.Where(attempt => attempt.VerdictAt > since);
        return await accepted.Take(most).CountAsync(cancellationToken);
    }
}
