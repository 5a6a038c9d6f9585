using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Audits by trajectory instead of second renders. Pictures that waited for a verdict of the old kind are rendered again: their workers made no
/// trajectory that could be asked for. Stop all coordinators of an older release before the first of the new ones starts.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0005_Audits")]
internal sealed class Audits : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("DisputedBy", "attempts", nullable: true);
        migrationBuilder.AddColumn<string>("VerdictCode", "attempts", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<long>("CreditMflop", "attempts", nullable: false, defaultValue: 0L);
        migrationBuilder.AddColumn<bool>("IsSettled", "attempts", nullable: false, defaultValue: false);
        migrationBuilder.AddColumn<long>("SuspendedUntil", "workers", nullable: true);
        migrationBuilder.CreateIndex("IX_workers_SuspendedUntil", "workers", "SuspendedUntil", filter: "\"SuspendedUntil\" IS NOT NULL");
        AddAudits(migrationBuilder);
        AddTrusts(migrationBuilder);
        AskAgain(migrationBuilder);
        migrationBuilder.CreateIndex("IX_attempts_Broken", "attempts", "EndedAt", filter: "\"FailureCode\" = 'picture.bad'");
        migrationBuilder.CreateIndex("IX_attempts_VerdictCode", "attempts", "VerdictCode", filter: "\"VerdictCode\" = 'verification.exhausted'");
        migrationBuilder.CreateIndex("IX_attempts_WorkerId_VerdictAt", "attempts", ["WorkerId", "VerdictAt"], filter: "\"Verdict\" IN ('Accepted', 'AcceptedUnaudited')");
    }

    private static void AddAudits(MigrationBuilder migration)
    {
        migration.CreateTable("audits", table => new
        {
            AttemptId = table.Column<Guid>(),
            WorkerId = table.Column<Guid>(),
            AccountId = table.Column<Guid>(),
            BundleId = table.Column<string>(),
            Runtime = table.Column<string>(),
            Rate = table.Column<double>(),
            Checks = table.Column<int>(),
            Decodes = table.Column<bool>(),
            CreditMflop = table.Column<long>(),
            DrawnAt = table.Column<long>(),
            RevealSha256 = table.Column<string>(),
            RevealedAt = table.Column<long>(nullable: true),
            Evaluations = table.Column<string>(),
            DisputedAt = table.Column<long>(nullable: true),
            Outcome = table.Column<string>(),
            EndedAt = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_audits", row => row.AttemptId);
            table.ForeignKey("FK_audits_attempts_AttemptId", row => row.AttemptId, "attempts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_audits_AccountId", "audits", "AccountId");
        migration.CreateIndex("IX_audits_RevealedAt", "audits", "RevealedAt", filter: "\"RevealSha256\" <> ''");
        migration.CreateIndex("IX_audits_RevealSha256", "audits", "RevealSha256", filter: "\"RevealSha256\" <> ''");
        migration.CreateTable("audit_checks", table => new
        {
            AttemptId = table.Column<Guid>(),
            RecheckId = table.Column<Guid>(),
            Evaluation = table.Column<int>(),
            Raw = table.Column<double>(),
            RawBound = table.Column<double>(),
            Guided = table.Column<double>(),
            GuidedBound = table.Column<double>(),
            IsWithin = table.Column<bool>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_audit_checks", row => new { row.AttemptId, row.RecheckId, row.Evaluation });
            table.ForeignKey("FK_audit_checks_audits_AttemptId", row => row.AttemptId, "audits", "AttemptId", onDelete: ReferentialAction.Restrict);
        });
    }

    private static void AddTrusts(MigrationBuilder migration) => migration.CreateTable("trusts", table => new
    {
        WorkerId = table.Column<Guid>(),
        BundleId = table.Column<string>(),
        Runtime = table.Column<string>(),
        Passed = table.Column<double>(),
        PassedAt = table.Column<long>(nullable: true),
        Asked = table.Column<long>(),
        Withheld = table.Column<long>(),
        Faults = table.Column<long>(),
        FaultAt = table.Column<long>(nullable: true),
    }, constraints: table => table.PrimaryKey("PK_trusts", row => new { row.WorkerId, row.BundleId, row.Runtime }));

    private static void AskAgain(MigrationBuilder migration)
    {
        migration.Sql("""
            UPDATE jobs SET "State" = 'Queued' WHERE "State" = 'Rendered' AND EXISTS (
                SELECT 1 FROM attempts a WHERE a."Id" = jobs."AttemptId" AND a."Verdict" = 'Pending')
            """);
        migration.Sql("""UPDATE attempts SET "State" = 'Stopped' WHERE "State" = 'Leased' AND "Purpose" = 'Recheck' """);
        migration.Sql("""UPDATE attempts SET "State" = 'Answered' WHERE "State" = 'Rendered' AND "Purpose" = 'Recheck' """);
        migration.Sql("""UPDATE attempts SET "Audit" = NULL, "Verdict" = 'None' WHERE "Verdict" = 'Pending' """);
        migration.Sql("""UPDATE attempts SET "IsSettled" = TRUE, "CreditMflop" = (SELECT j."CostMflop" FROM jobs j WHERE j."Id" = attempts."JobId") WHERE "Verdict" IN ('Accepted', 'AcceptedUnaudited')""");
    }
}
