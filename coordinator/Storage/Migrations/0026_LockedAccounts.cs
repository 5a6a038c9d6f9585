using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Accounts may be locked, and their keys with them. None is at first.</summary>
[DbContext(typeof(GridDb))]
[Migration("0026_LockedAccounts")]
internal sealed class LockedAccounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<long>("LockedAt", "accounts", nullable: true);
}
