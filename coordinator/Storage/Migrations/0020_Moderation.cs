using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Pictures have a check, and there are reports, takedowns, what is held against askers, a record of acts, announcements and hidden bundles. Pictures of before count as
/// safe, as they were shown until now.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0020_Moderation")]
internal sealed class Moderation : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Check", "jobs", nullable: false, defaultValue: "Safe");
        migrationBuilder.CreateIndex("IX_jobs_Check_QueuedAt", "jobs", ["Check", "QueuedAt"], filter: "\"State\" IN ('Rendered', 'Done') AND \"Check\" IN ('Unchecked', 'Unsafe', 'Withheld')");
        AddTakedowns(migrationBuilder);
        AddReports(migrationBuilder);
        AddActs(migrationBuilder);
        AddStandings(migrationBuilder);
    }

    private static void AddTakedowns(MigrationBuilder migration)
    {
        migration.CreateTable("takedowns", table => new
        {
            JobId = table.Column<Guid>(),
            At = table.Column<long>(),
            Reason = table.Column<string>(),
            AccountId = table.Column<Guid>(),
            Sha256 = table.Column<string>(),
            HeldUntil = table.Column<long>(),
            ErasedAt = table.Column<long>(nullable: true),
            RestoredAt = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_takedowns", row => row.JobId);
            table.ForeignKey("FK_takedowns_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_takedowns_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_takedowns_At_JobId", "takedowns", ["At", "JobId"]);
        migration.CreateIndex("IX_takedowns_Sha256", "takedowns", "Sha256", filter: "\"ErasedAt\" IS NULL AND \"RestoredAt\" IS NULL");
        migration.CreateIndex("IX_takedowns_HeldUntil", "takedowns", "HeldUntil", filter: "\"ErasedAt\" IS NULL AND \"RestoredAt\" IS NULL");
        migration.CreateIndex("IX_takedowns_AccountId", "takedowns", "AccountId");
    }

    private static void AddReports(MigrationBuilder migration)
    {
        migration.CreateTable("reports", table => new
        {
            Id = table.Column<Guid>(),
            JobId = table.Column<Guid>(nullable: true),
            Concern = table.Column<string>(),
            State = table.Column<string>(),
            Voices = table.Column<int>(),
            OpenedAt = table.Column<long>(),
            DueAt = table.Column<long>(),
            CheckBefore = table.Column<string>(nullable: true),
            Why = table.Column<string>(),
            DecidedBy = table.Column<Guid>(nullable: true),
            DecidedAt = table.Column<long>(nullable: true),
            AppealWords = table.Column<string>(),
            AppealedAt = table.Column<long>(nullable: true),
            AppealDecidedAt = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_reports", row => row.Id);
            table.ForeignKey("FK_reports_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_reports_accounts_DecidedBy", row => row.DecidedBy, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_reports_JobId_Concern", "reports", ["JobId", "Concern"], unique: true, filter: "\"JobId\" IS NOT NULL");
        migration.CreateIndex("IX_reports_DueAt_Id", "reports", ["DueAt", "Id"], filter: "\"State\" IN ('Open', 'Appealed')");
        migration.CreateIndex("IX_reports_OpenedAt", "reports", "OpenedAt");
        migration.CreateIndex("IX_reports_DecidedBy", "reports", "DecidedBy");
        migration.CreateTable("report_voices", table => new
        {
            ReportId = table.Column<Guid>(),
            Reporter = table.Column<string>(),
            Words = table.Column<string>(),
            At = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_report_voices", row => new { row.ReportId, row.Reporter });
            table.ForeignKey("FK_report_voices_reports_ReportId", row => row.ReportId, "reports", "Id", onDelete: ReferentialAction.Restrict);
        });
    }

    private static void AddActs(MigrationBuilder migration)
    {
        migration.CreateTable("acts", table => new
        {
            Id = table.Column<Guid>(),
            At = table.Column<long>(),
            AccountId = table.Column<Guid>(),
            Role = table.Column<string>(),
            What = table.Column<string>(),
            Subject = table.Column<string>(),
            Why = table.Column<string>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_acts", row => row.Id);
            table.ForeignKey("FK_acts_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_acts_At_Id", "acts", ["At", "Id"]);
        migration.CreateIndex("IX_acts_AccountId_At_Id", "acts", ["AccountId", "At", "Id"]);
        migration.CreateIndex("IX_acts_Subject_At_Id", "acts", ["Subject", "At", "Id"]);
    }

    private static void AddStandings(MigrationBuilder migration)
    {
        migration.CreateTable("asker_standings", table => new
        {
            Asker = table.Column<string>(),
            Warnings = table.Column<int>(),
            SuspendedUntil = table.Column<long>(nullable: true),
            Why = table.Column<string>(),
            ChangedAt = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_asker_standings", row => row.Asker));
        migration.CreateIndex("IX_asker_standings_SuspendedUntil", "asker_standings", "SuspendedUntil", filter: "\"SuspendedUntil\" IS NOT NULL");
        migration.CreateTable("announcements", table => new
        {
            Id = table.Column<Guid>(),
            Text = table.Column<string>(),
            AccountId = table.Column<Guid>(),
            StartsAt = table.Column<long>(),
            EndsAt = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_announcements", row => row.Id);
            table.ForeignKey("FK_announcements_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_announcements_EndsAt", "announcements", "EndsAt");
        migration.CreateIndex("IX_announcements_AccountId", "announcements", "AccountId");
        migration.CreateTable("hidden_bundles", table => new { BundleId = table.Column<string>(), HiddenAt = table.Column<long>() }, constraints: table => table.PrimaryKey("PK_hidden_bundles", row => row.BundleId));
    }
}
