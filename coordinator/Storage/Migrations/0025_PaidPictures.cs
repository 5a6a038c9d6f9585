using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>What pictures were paid with of their accounts' priority.</summary>
[DbContext(typeof(GridDb))]
[Migration("0025_PaidPictures")]
internal sealed class PaidPictures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<long>("PaidMflop", "jobs", defaultValue: 0L);
}
