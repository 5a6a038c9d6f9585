using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Annotation.Rewards;

/// <summary>Reckons what an answer is promised, inside the transaction that keeps it. Visitors without an account earn nothing: there is nowhere to keep it for them.</summary>
internal sealed class EarnReward(IOptions<AnnotationOptions> options)
{
    public TimeSpan Vests => options.Value.Vests;

    /// <returns>MFLOP of priority, 0 or more.</returns>
    public async Task<long> ReckonAsync(GridDb db, Assignment assignment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (assignment.RaterAccountId is not { } account)
            return 0;
        var since = now - ServingPolicy.Apart;
        var earned = await db.Answers.Where(answer => answer.RaterAccountId == account && answer.AnsweredAt > since).SumAsync(answer => answer.RewardMflop, cancellationToken); // index rater account, answered at
        var promise = RewardPolicy.Promise(assignment.TaskKind, options.Value.PointMflop, earned, options.Value.DailyPoints);
        return assignment.IsAuthor ? await RefundAsync(db, assignment, promise, cancellationToken) : promise;
    }

    private static async Task<long> RefundAsync(GridDb db, Assignment assignment, long promise, CancellationToken cancellationToken)
    {
        var (jobs, one) = (db.Jobs, assignment.JobId);
        var set = jobs.Where(job => jobs.Any(known => known.Id == one && known.RequestId == job.RequestId)); // unique index request, index
        var cost = await set.SumAsync(job => job.CostMflop, cancellationToken);
        var refunded = await db.Answers.Where(answer => answer.IsAuthor && set.Any(job => job.Id == answer.JobId)).SumAsync(answer => answer.RewardMflop, cancellationToken); // index job, task kind
        return RewardPolicy.Refund(promise, cost, refunded);
    }
}
