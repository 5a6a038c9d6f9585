using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>People's answers about pictures, and the tasks that are given out for them.</summary>
[DbContext(typeof(GridDb))]
[Migration("0021_Annotation")]
internal sealed class Annotation : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        AddAnswers(migrationBuilder);
        AddAssignments(migrationBuilder);
    }

    private static void AddAnswers(MigrationBuilder migration)
    {
        migration.CreateTable("answers", table => new
        {
            Id = table.Column<Guid>(),
            AssignmentId = table.Column<Guid>(),
            TaskKind = table.Column<string>(),
            TaskVersion = table.Column<int>(),
            JobId = table.Column<Guid>(),
            OtherJobId = table.Column<Guid>(nullable: true),
            RaterAccountId = table.Column<Guid>(nullable: true),
            RaterMark = table.Column<string>(),
            Value = table.Column<string>(),
            IsAuthor = table.Column<bool>(),
            IsGold = table.Column<bool>(),
            GoldPassed = table.Column<bool>(nullable: true),
            RepeatOf = table.Column<Guid>(nullable: true),
            MsSpent = table.Column<int>(),
            Position = table.Column<int>(),
            Client = table.Column<string>(),
            AnsweredAt = table.Column<long>(),
            RewardMflop = table.Column<long>(),
            MovedMflop = table.Column<long>(),
            VestsAt = table.Column<long>(nullable: true),
            SettledAt = table.Column<long>(nullable: true),
            PaidMflop = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_answers", row => row.Id);
            table.ForeignKey("FK_answers_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_answers_jobs_OtherJobId", row => row.OtherJobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_answers_accounts_RaterAccountId", row => row.RaterAccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_answers_AssignmentId", "answers", "AssignmentId", unique: true);
        migration.CreateIndex("IX_answers_JobId_TaskKind", "answers", ["JobId", "TaskKind"]);
        migration.CreateIndex("IX_answers_OtherJobId", "answers", "OtherJobId", filter: "\"OtherJobId\" IS NOT NULL");
        migration.CreateIndex("IX_answers_RaterMark_AnsweredAt", "answers", ["RaterMark", "AnsweredAt"]);
        migration.CreateIndex("IX_answers_RaterAccountId_AnsweredAt", "answers", ["RaterAccountId", "AnsweredAt"], filter: "\"RaterAccountId\" IS NOT NULL");
        migration.CreateIndex("IX_answers_AnsweredAt", "answers", "AnsweredAt");
        migration.CreateIndex("IX_answers_VestsAt", "answers", "VestsAt", filter: "\"VestsAt\" IS NOT NULL AND \"SettledAt\" IS NULL");
    }

    private static void AddAssignments(MigrationBuilder migration)
    {
        migration.CreateTable("assignments", table => new
        {
            Id = table.Column<Guid>(),
            TaskKind = table.Column<string>(),
            TaskVersion = table.Column<int>(),
            JobId = table.Column<Guid>(),
            OtherJobId = table.Column<Guid>(nullable: true),
            RaterAccountId = table.Column<Guid>(nullable: true),
            RaterMark = table.Column<string>(),
            Shown = table.Column<string>(),
            IsAuthor = table.Column<bool>(),
            Gold = table.Column<string>(nullable: true),
            RepeatOf = table.Column<Guid>(nullable: true),
            State = table.Column<string>(),
            AssignedAt = table.Column<long>(),
            LeasedUntil = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_assignments", row => row.Id);
            table.ForeignKey("FK_assignments_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_assignments_JobId_TaskKind", "assignments", ["JobId", "TaskKind"], filter: "\"State\" = 'Open'");
        migration.CreateIndex("IX_assignments_RaterMark_AssignedAt", "assignments", ["RaterMark", "AssignedAt"]);
        migration.CreateIndex("IX_assignments_AssignedAt", "assignments", "AssignedAt");
    }
}
