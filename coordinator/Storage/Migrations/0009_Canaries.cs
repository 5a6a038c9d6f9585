using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Workers get a precision class that the coordinator measured, and audits keep why they were drawn and what they go by. Workers known before have none yet: it is
/// measured from the audits that they passed already.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0009_Canaries")]
internal sealed class Canaries : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Class", "trusts", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<long>("RefusedUntil", "trusts", nullable: true);
        migrationBuilder.CreateIndex("IX_trusts_PassedAt", "trusts", "PassedAt", filter: "\"Class\" = ''");
        migrationBuilder.AddColumn<string>("Class", "audits", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<string>("Reason", "audits", nullable: false, defaultValue: "Lottery");
        migrationBuilder.CreateIndex("IX_audits_DrawnAt", "audits", "DrawnAt", filter: "\"Reason\" = 'Canary'");
    }
}
