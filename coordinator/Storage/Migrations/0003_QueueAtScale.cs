using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// The queue's order and what it is shared by become columns, what is audited moves from the job to the attempt, and the indexes
/// hold only rows that wait for something, so that neither a long queue nor a long history makes them slower.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0003_QueueAtScale")]
internal sealed class QueueAtScale : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        AddColumns(migrationBuilder);
        MoveData(migrationBuilder);
        DropWhatMoved(migrationBuilder);
        AddIndexes(migrationBuilder);
    }

    private static void AddColumns(MigrationBuilder migration)
    {
        migration.AddColumn<string>("Lane", "jobs", nullable: false, defaultValue: "");
        migration.AddColumn<string>("Requester", "jobs", nullable: false, defaultValue: "");
        migration.AddColumn<long>("StartTag", "jobs", nullable: false, defaultValue: 0L);
        migration.AddColumn<long>("FinishTag", "jobs", nullable: false, defaultValue: 0L);
        migration.AddColumn<long>("PromisedFrom", "jobs", nullable: true);
        migration.AddColumn<long>("PromisedTo", "jobs", nullable: true);
        migration.AddColumn<long>("ClaimedAt", "attempts", nullable: true);
        migration.AddColumn<string>("Audit", "attempts", nullable: true);
        migration.AddColumn<int>("AuditFailures", "attempts", nullable: false, defaultValue: 0);
        migration.AddColumn<Guid>("AuditOf", "attempts", nullable: true);
        migration.AddColumn<bool>("IsPaused", "workers", nullable: false, defaultValue: false);
    }

    /// <summary>What waits goes on waiting: jobs in the order they came, audits where they stood.</summary>
    private static void MoveData(MigrationBuilder migration)
    {
        migration.Sql("""
            UPDATE jobs SET "FinishTag" = "CostMflop", "Lane" = (
                SELECT "BundleId" || CASE WHEN "Width" * "Height" <= 262144 THEN '/s' WHEN "Width" * "Height" <= 589824 THEN '/m'
                    WHEN "Width" * "Height" <= 1048576 THEN '/l' ELSE '/xl' END
                FROM requests WHERE requests."Id" = jobs."RequestId")
            """);
        migration.Sql("""UPDATE attempts SET "ClaimedAt" = "StartedAt" """);
        migration.Sql("""
            UPDATE attempts SET "AuditFailures" = j."AuditFailures", "Audit" = j."Audit"
            FROM jobs j WHERE j."AttemptId" = attempts."Id" AND j."Audit" <> 'None'
            """);
        migration.Sql("""
            UPDATE attempts SET "AuditOf" = j."AttemptId" FROM jobs j WHERE j."Id" = attempts."JobId" AND attempts."Purpose" = 'Recheck'
            """);
    }

    private static void DropWhatMoved(MigrationBuilder migration)
    {
        migration.DropIndex("IX_jobs_State_Audit_QueuedAt", "jobs");
        migration.DropIndex("IX_attempts_State_LeaseUntil", "attempts");
        migration.DropIndex("IX_attempts_WorkerId_State", "attempts");
        foreach (var (table, column) in new[] { ("jobs", "Audit"), ("jobs", "AuditFailures"), ("attempts", "UploadedSha256") })
            migration.Sql($"""ALTER TABLE {table} DROP COLUMN "{column}" """);
    }

    private static void AddIndexes(MigrationBuilder migration)
    {
        migration.CreateIndex("IX_jobs_Lane_StartTag_QueuedAt", "jobs", ["Lane", "StartTag", "QueuedAt"], filter: "\"State\" = 'Queued'");
        migration.CreateIndex("IX_jobs_Requester_FinishTag", "jobs", ["Requester", "FinishTag"], filter: "\"State\" = 'Queued'");
        migration.CreateIndex("IX_jobs_QueuedAt", "jobs", "QueuedAt", filter: "\"State\" IN ('Rendered', 'Done')");
        migration.CreateIndex("IX_attempts_WorkerId", "attempts", "WorkerId", filter: "\"State\" = 'Leased'");
        migration.CreateIndex("IX_attempts_Audit_EndedAt", "attempts", ["Audit", "EndedAt"], filter: "\"Audit\" IS NOT NULL");
        migration.CreateIndex("IX_attempts_PictureSha256", "attempts", "PictureSha256", filter: "\"PictureSha256\" <> ''");
    }
}
