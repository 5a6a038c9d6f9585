using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification;

/// <summary>Draws the lottery for rendered jobs: some go to a referee, the rest are accepted on their contributor's standing.</summary>
internal sealed class DrawAudit(
    IDbContextFactory<GridDb> databases, SettleVerdict settle, VerificationSecret secret, QueueSignal queue, IOptions<VerificationOptions> options)
{
    private const int Batch = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await UndrawnAsync(cancellationToken))
        {
            var rate = await RateAsync(job.Attempt.AccountId, cancellationToken);
            if (AuditPolicy.IsDrawn(secret.Bytes, job.Attempt.Id.Value, rate))
                await WaitAsync(job.Job.Id, cancellationToken);
            else
                await settle.AcceptAsync(job.Job, job.Attempt, Verdict.AcceptedUnaudited, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<JudgedJob>> UndrawnAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await JudgedJob.In(db, AuditState.Undrawn).Take(Batch).ToListAsync(cancellationToken);
    }

    private async Task WaitAsync(JobId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Jobs.Where(job => job.Id == id && job.State == JobState.Rendered && job.Audit == AuditState.Undrawn)
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.Audit, AuditState.Waiting), cancellationToken);
        queue.Work.Set();
    }

    private async Task<double> RateAsync(AccountId account, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var judged = db.Attempts.Where(attempt => attempt.AccountId == account); // index account, verdict
        var rejectedAt = await judged.Where(attempt => attempt.Verdict == Verdict.Rejected).MaxAsync(attempt => attempt.VerdictAt, cancellationToken);
        var accepted = judged.Where(attempt => attempt.Verdict == Verdict.Accepted);
        if (rejectedAt is { } since)
            accepted = accepted.Where(attempt => attempt.VerdictAt > since);
        var passed = await accepted.Take(options.Value.ProvingAudits).CountAsync(cancellationToken);
        return AuditPolicy.Rate(passed, options.Value.ProvingAudits, options.Value.SteadyRate);
    }
}
