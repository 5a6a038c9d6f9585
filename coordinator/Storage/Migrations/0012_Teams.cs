using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Teams, postings that say for which team and which bundle they count, and an index by which workers are told what they lost. What was posted before counts for none: the boards of teams and bundles begin
/// here. A coordinator of an older release counts for neither: stop all before the first of the new ones starts.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0012_Teams")]
internal sealed class Teams : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("TeamId", "postings", nullable: true);
        migrationBuilder.AddColumn<Guid>("WorkId", "postings", nullable: true);
        migrationBuilder.CreateTable("bundles", table => new { Key = table.Column<Guid>(), Name = table.Column<string>() }, constraints: table => table.PrimaryKey("PK_bundles", row => row.Key));
        migrationBuilder.CreateIndex("IX_attempts_Lost", "attempts", ["WorkerId", "VerdictAt"], filter: "\"Verdict\" IN ('Rejected', 'Recalled')");
        AddTeams(migrationBuilder);
        AddMemberships(migrationBuilder);
    }

    private static void AddTeams(MigrationBuilder migration)
    {
        migration.CreateTable("teams", table => new
        {
            Id = table.Column<Guid>(),
            Name = table.Column<string>(),
            NameKey = table.Column<string>(),
            FounderId = table.Column<Guid>(),
            InviteHash = table.Column<string>(),
            CreatedAt = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_teams", row => row.Id);
            table.ForeignKey("FK_teams_accounts_FounderId", row => row.FounderId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_teams_NameKey", "teams", "NameKey", unique: true);
        migration.CreateIndex("IX_teams_InviteHash", "teams", "InviteHash", unique: true);
        migration.CreateIndex("IX_teams_FounderId", "teams", "FounderId");
    }

    private static void AddMemberships(MigrationBuilder migration)
    {
        migration.CreateTable("team_memberships", table => new
        {
            Id = table.Column<Guid>(),
            TeamId = table.Column<Guid>(),
            AccountId = table.Column<Guid>(),
            JoinedAt = table.Column<long>(),
            LeftAt = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_team_memberships", row => row.Id);
            table.ForeignKey("FK_team_memberships_teams_TeamId", row => row.TeamId, "teams", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_team_memberships_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_team_memberships_AccountId", "team_memberships", "AccountId", unique: true, filter: "\"LeftAt\" IS NULL");
        migration.CreateIndex("IX_team_memberships_TeamId_JoinedAt", "team_memberships", ["TeamId", "JoinedAt"], filter: "\"LeftAt\" IS NULL");
    }
}
