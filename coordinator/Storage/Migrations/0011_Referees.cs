using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Volunteers may check, owners answer for what their workers do again and again, and may appeal; what is usual for a worker is kept.</summary>
[DbContext(typeof(GridDb))]
[Migration("0011_Referees")]
internal sealed class Referees : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("IsForVolunteers", "attempts", nullable: false, defaultValue: false);
        migrationBuilder.AddColumn<Guid>("CheckedAccountId", "attempts", nullable: true);
        migrationBuilder.CreateIndex("IX_attempts_CheckedAccountId_StartedAt", "attempts", ["CheckedAccountId", "StartedAt"], filter: "\"CheckedAccountId\" IS NOT NULL");
        AddGrossFaults(migrationBuilder);
        AddAppeals(migrationBuilder);
        AddDrift(migrationBuilder);
    }

    private static void AddDrift(MigrationBuilder migration)
    {
        migration.AddColumn<double>("DriftMedian", "trusts", nullable: false, defaultValue: 0.0);
        migration.AddColumn<int>("DriftSeen", "trusts", nullable: false, defaultValue: 0);
        migration.AddColumn<double>("DriftSum", "trusts", nullable: false, defaultValue: 0.0);
        migration.AddColumn<int>("Watched", "trusts", nullable: false, defaultValue: 0);
    }

    private static void AddAppeals(MigrationBuilder migration)
    {
        migration.AddColumn<long>("AppealedAt", "audits", nullable: true);
        migration.AddColumn<long>("AppealEndedAt", "audits", nullable: true);
        migration.CreateIndex("IX_audits_AppealedAt", "audits", "AppealedAt", filter: "\"AppealedAt\" IS NOT NULL AND \"AppealEndedAt\" IS NULL");
        migration.CreateTable("lost_trusts", table => new
        {
            AttemptId = table.Column<Guid>(),
            WorkerId = table.Column<Guid>(),
            BundleId = table.Column<string>(),
            Runtime = table.Column<string>(),
            Passed = table.Column<double>(),
            PassedAt = table.Column<long>(nullable: true),
            Faults = table.Column<long>(),
            FaultAt = table.Column<long>(nullable: true),
        }, constraints: table => table.PrimaryKey("PK_lost_trusts", row => new { row.AttemptId, row.WorkerId, row.BundleId, row.Runtime }));
    }

    private static void AddGrossFaults(MigrationBuilder migration)
    {
        migration.CreateTable("gross_faults", table => new
        {
            AttemptId = table.Column<Guid>(),
            AccountId = table.Column<Guid>(),
            WorkerId = table.Column<Guid>(),
            At = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_gross_faults", row => row.AttemptId));
        migration.CreateIndex("IX_gross_faults_AccountId_At", "gross_faults", ["AccountId", "At"]);
    }
}
