using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Volunteers may check.</summary>
[DbContext(typeof(GridDb))]
[Migration("0011_Referees")]
internal sealed class Referees : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("IsForVolunteers", "attempts", nullable: false, defaultValue: false);
        migrationBuilder.AddColumn<Guid>("CheckedAccountId", "attempts", nullable: true);
        migrationBuilder.CreateIndex("IX_attempts_CheckedAccountId_StartedAt", "attempts", ["CheckedAccountId", "StartedAt"], filter: "\"CheckedAccountId\" IS NOT NULL");
    }
}
