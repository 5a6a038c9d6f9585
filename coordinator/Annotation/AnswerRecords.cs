using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>A person's answers. They are the commons', and stay; who goes is taken out of them, and what had not vested is not paid.</summary>
internal sealed class AnswerRecords(IDbContextFactory<GridDb> databases) : IPersonalRecords
{
    public string Name => "answers";

    public async IAsyncEnumerable<object> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = db.Answers.Where(answer => answer.RaterAccountId == account).OrderBy(answer => answer.AnsweredAt) // index rater account, answered at
            .Select(answer => new { AnswerId = answer.Id.Value, answer.TaskKind, JobId = answer.JobId.Value, answer.Value, answer.MsSpent, answer.Client, answer.AnsweredAt, answer.PaidMflop });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return row;
    }

    public async Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken)
    {
        var owner = erasure.AccountId;
        await db.Answers.Where(answer => answer.RaterAccountId == owner && answer.SettledAt == null) // index rater account, answered at
            .ExecuteUpdateAsync(set => set.SetProperty(answer => answer.VestsAt, (DateTimeOffset?)null), cancellationToken);
        await db.Answers.Where(answer => answer.RaterAccountId == owner).ExecuteUpdateAsync(set => set.SetProperty(answer => answer.RaterAccountId, (AccountId?)null), cancellationToken);
        await db.Assignments.Where(assignment => assignment.RaterAccountId == owner && assignment.State == AssignmentState.Open) // those of some days
            .ExecuteUpdateAsync(set => set.SetProperty(assignment => assignment.RaterAccountId, (AccountId?)null).SetProperty(assignment => assignment.State, AssignmentState.Skipped), cancellationToken);
    }
}
