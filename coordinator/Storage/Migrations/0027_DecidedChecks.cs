using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Which pictures' checks a moderator has decided. Of earlier ones that is not known here; what was audited has no open audit that could change them.</summary>
[DbContext(typeof(GridDb))]
[Migration("0027_DecidedChecks")]
internal sealed class DecidedChecks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<bool>("IsCheckDecided", "jobs", defaultValue: false);
}
