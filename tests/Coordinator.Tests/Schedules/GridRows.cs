using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>What the database holds of a job.</summary>
internal sealed record JobRow(JobId Id, JobState State, long Fence, int Failures, AttemptId? Current);

/// <summary>What the database holds of an attempt.</summary>
internal sealed record AttemptRow(
    AttemptId Id, long Fence, AttemptState State, bool IsClaimed, DateTimeOffset Until, Verdict Verdict, AuditState? Audit, int AuditFailures, AttemptId? AuditOf);

/// <summary>Reads the rows of a schedule in plain SQL: they are read after every deed, and tens of thousands of times.</summary>
internal static class GridRows
{
    public static async Task<Dictionary<JobId, JobRow>> JobsAsync(GridDb db, DateTimeOffset since)
    {
        await db.Database.OpenConnectionAsync();
        return (await db.QueryRowsAsync(
            """SELECT "Id", "State", "Fence", "Failures", "AttemptId" FROM jobs WHERE "QueuedAt" >= @a0""",
            [], [since.ToMicroseconds()],
            row => new JobRow(row.ReadId<JobId>(0), Enum.Parse<JobState>(row.GetString(1)), row.GetInt64(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.ReadId<AttemptId>(4)),
            default)).ToDictionary(job => job.Id);
    }

    public static async Task<Dictionary<AttemptId, AttemptRow>> AttemptsAsync(GridDb db, DateTimeOffset since)
    {
        await db.Database.OpenConnectionAsync();
        return (await db.QueryRowsAsync(
            """
            SELECT "Id", "Fence", "State", "ClaimedAt", "LeaseUntil", "Verdict", "Audit", "AuditFailures", "AuditOf" FROM attempts WHERE "StartedAt" >= @a0
            """,
            [], [since.ToMicroseconds()],
            row => new AttemptRow(
                row.ReadId<AttemptId>(0), row.GetInt64(1), Enum.Parse<AttemptState>(row.GetString(2)), !row.IsDBNull(3), Instants.FromMicroseconds(row.GetInt64(4)),
                Enum.Parse<Verdict>(row.GetString(5)), row.IsDBNull(6) ? null : Enum.Parse<AuditState>(row.GetString(6)), row.GetInt32(7), row.IsDBNull(8) ? null : row.ReadId<AttemptId>(8)),
            default)).ToDictionary(attempt => attempt.Id);
    }
}
