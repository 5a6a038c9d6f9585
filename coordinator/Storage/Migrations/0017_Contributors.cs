using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Profiles, what each worker has rendered so far as a sum, teams that can end, and codes by which a machine joins as somebody.</summary>
[DbContext(typeof(GridDb))]
[Migration("0017_Contributors")]
internal sealed class Contributors : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("DissolvedAt", "teams", nullable: true);
        AddProfiles(migrationBuilder);
        AddRenderRecords(migrationBuilder);
        AddLinkCodes(migrationBuilder);
    }

    private static void AddProfiles(MigrationBuilder migration)
    {
        migration.CreateTable("profiles", table => new
        {
            AccountId = table.Column<Guid>(),
            IsPrivate = table.Column<bool>(),
            Country = table.Column<string>(),
            About = table.Column<string>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_profiles", row => row.AccountId);
            table.ForeignKey("FK_profiles_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_profiles_Countries", "profiles", "AccountId", filter: "\"Country\" <> ''");
    }

    private static void AddRenderRecords(MigrationBuilder migration)
    {
        migration.CreateTable("render_records", table => new
        {
            WorkerId = table.Column<Guid>(),
            Pictures = table.Column<long>(),
            RenderMs = table.Column<long>(),
            FirstAt = table.Column<long>(),
            LastAt = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_render_records", row => row.WorkerId);
            table.ForeignKey("FK_render_records_workers_WorkerId", row => row.WorkerId, "workers", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.Sql("""
            INSERT INTO render_records ("WorkerId", "Pictures", "RenderMs", "FirstAt", "LastAt")
            SELECT "WorkerId", COUNT(*), CAST(SUM(("EndedAt" - COALESCE("ClaimedAt", "EndedAt")) / 1000) AS bigint), MIN("EndedAt"), MAX("EndedAt")
            FROM attempts WHERE "State" = 'Rendered' AND "EndedAt" IS NOT NULL GROUP BY "WorkerId"
            """);
    }

    private static void AddLinkCodes(MigrationBuilder migration)
    {
        migration.CreateTable("link_codes", table => new
        {
            CodeHash = table.Column<string>(),
            SecretHash = table.Column<string>(),
            MachineName = table.Column<string>(),
            ExpiresAt = table.Column<long>(),
            AccountId = table.Column<Guid>(nullable: true),
            IsRefused = table.Column<bool>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_link_codes", row => row.CodeHash);
            table.ForeignKey("FK_link_codes_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_link_codes_SecretHash", "link_codes", "SecretHash", unique: true);
        migration.CreateIndex("IX_link_codes_ExpiresAt", "link_codes", "ExpiresAt");
        migration.CreateIndex("IX_link_codes_AccountId", "link_codes", "AccountId");
    }
}
