using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Revealing;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>Replays what was revealed and did not go on to a referee at once: what is exact and does not hold ends the audit, and the rest goes to a referee.</summary>
internal sealed partial class JudgeReplays(
    IDbContextFactory<GridDb> databases, GridWriter writer, RevealStore reveals, SettleVerdict settle, PlanCheck checks, QueueSignal signal, ILogger<JudgeReplays> logger)
{
    public const string DiffersCode = "replay.differs";

    private const int Batch = 20;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var areAllJudged = true;
        for (var count = Batch; count == Batch && areAllJudged;)
        {
            var revealed = await RevealedAsync(cancellationToken);
            foreach (var attempt in revealed)
                areAllJudged &= await TryAsync(attempt, cancellationToken);
            count = revealed.Count;
        }
    }

    /// <summary>One that cannot be judged, for a blob or a bundle that is gone, holds up nobody else.</summary>
    private async Task<bool> TryAsync(AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await JudgeAsync(attempt, cancellationToken);
            return true;
        }
        catch (InvalidOperationException error)
        {
            LogCannotJudge(error, attempt.Id);
            return false;
        }
    }

    private async Task<List<AuditedAttempt>> RevealedAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await AuditedAttempt.ReadAsync(db, AuditState.Revealed, DateTimeOffset.MaxValue, Batch, cancellationToken);
    }

    private async Task JudgeAsync(AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var terms = await reveals.TermsOfAsync(attempt, cancellationToken);
        var trajectory = await reveals.GetAsync(attempt, terms, cancellationToken);
        switch (await checks.RunAsync(attempt, terms, trajectory, cancellationToken))
        {
            case PlannedCheck planned:
                LogReplayed(attempt.Id, planned.Question.Evaluations.Count, attempt.Checks);
                if (await writer.RunAsync(db => AskAsync(db, attempt.Id, planned, cancellationToken), cancellationToken))
                    signal.AuditCame();
                break;
            case null:
                settle.Tell(await writer.RunAsync(
                    db => settle.RejectAsync(db, attempt, AuditState.Revealed, Fault.Gross, AuditOutcome.ReplayDiffers, DiffersCode, cancellationToken), cancellationToken));
                break;
        }
    }

    private static async Task<bool> AskAsync(GridDb db, AttemptId id, PlannedCheck planned, CancellationToken cancellationToken)
    {
        var moved = await db.Attempts.Where(attempt => attempt.Id == id && attempt.Audit == AuditState.Revealed)
            .ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.Audit, AuditState.Waiting).SetProperty(attempt => attempt.IsForVolunteers, planned.IsForVolunteers), cancellationToken);
        if (moved == 1)
            await db.Audits.Where(audit => audit.AttemptId == id).ExecuteUpdateAsync(set => set.SetProperty(audit => audit.Evaluations, AuditedAttempt.Write(planned.Question.Evaluations)).SetProperty(audit => audit.Decodes, planned.Decodes), cancellationToken);
        return moved == 1;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The trajectory of attempt {Attempt} cannot be replayed; its verdict waits.")]
    private partial void LogCannotJudge(Exception error, AttemptId attempt);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Attempt {Attempt} was replayed: {Asked} evaluations are asked of a referee, {Drawn} of them drawn.")]
    private partial void LogReplayed(AttemptId attempt, int asked, int drawn);
}
