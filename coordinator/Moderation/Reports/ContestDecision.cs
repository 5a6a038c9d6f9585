using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>Takes the owner's appeal, once a decision: another look is due within a day. A decision that no report led to becomes one here.</summary>
internal sealed class ContestDecision(GridWriter writer, ReportAllowance allowance, TimeProvider time)
{
    public const int MaxWords = 1000;

    public async Task<ContestOutcome> RunAsync(JobId job, string words, Caller caller, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(words) || words.Length > MaxWords)
            return new ContestOutcome.Refused(Refusal.Invalid("appeal.words", "words", $"Say in 1 to {MaxWords} characters why the decision is wrong."));
        if (allowance.Take(FairShareKey.Of(caller.AccountId, $"appeal of {job}")) is var wait && wait > TimeSpan.Zero)
            return new ContestOutcome.Refused(new(RefusalKind.TooMany, "report.too_many", $"Too much was reported in this hour. Appeal again in {Math.Ceiling(wait.TotalMinutes):0} minutes.", RetryAfter: wait));
        return await writer.RunAsync(db => WriteAsync(db, job, words.Trim().Printable(MaxWords), caller, cancellationToken), cancellationToken);
    }

    private async Task<ContestOutcome> WriteAsync(GridDb db, JobId id, string words, Caller caller, CancellationToken cancellationToken)
    {
        var requests = db.Requests;
        var owned = await db.Jobs.Where(job => job.Id == id).Join(requests, job => job.RequestId, request => request.Id, (job, request) => new { job.Check, request.AccountId }).SingleOrDefaultAsync(cancellationToken);
        if (owned is null)
            return new ContestOutcome.Refused(Refusal.NotFound("job.unknown", "There is no such picture here. Check its address."));
        if (owned.AccountId != AccountId.Anonymous && owned.AccountId != caller.AccountId)
            return new ContestOutcome.Refused(ReportRefusals.NotOwner);
        if (CheckPolicy.IsShown(owned.Check))
            return new ContestOutcome.Refused(ReportRefusals.NothingToContest);
        var reports = await db.Reports.AsNoTracking().Where(report => report.JobId == id).OrderByDescending(report => report.OpenedAt).ToListAsync(cancellationToken); // unique index job, concern
        var decided = reports.Find(report => ReportLifecycle.Next(report.State, ReportEvent.Appeal) is not null);
        if (decided is null && reports.Count > 0)
            return new ContestOutcome.Refused(ReportRefusals.NothingToContest);
        return new ContestOutcome.Taken(decided is null ? await AddAsync(db, id, words, cancellationToken) : await MoveAsync(db, decided.Id, words, cancellationToken));
    }

    private async Task<ReportId> MoveAsync(GridDb db, ReportId id, string words, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = now + ReportPolicy.Soon;
        await db.Reports.Where(report => report.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(report => report.State, ReportLifecycle.To(ReportEvent.Appeal)).SetProperty(report => report.AppealWords, words)
                .SetProperty(report => report.AppealedAt, now).SetProperty(report => report.DueAt, due), cancellationToken);
        return id;
    }

    private async Task<ReportId> AddAsync(GridDb db, JobId job, string words, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var reason = await db.Takedowns.Where(takedown => takedown.JobId == job).Select(takedown => (Concern?)takedown.Reason).SingleOrDefaultAsync(cancellationToken) ?? Concern.Other;
        var report = new Report
        {
            Id = Ids.New<ReportId>(time), JobId = job, Concern = reason, State = ReportState.Appealed, Voices = 0, OpenedAt = now, DueAt = now + ReportPolicy.Soon, AppealWords = words, AppealedAt = now,
        };
        db.Add(report);
        await db.SaveChangesAsync(cancellationToken);
        return report.Id;
    }
}

internal abstract record ContestOutcome
{
    internal sealed record Taken(ReportId Id) : ContestOutcome;

    internal sealed record Refused(Refusal Refusal) : ContestOutcome;
}
