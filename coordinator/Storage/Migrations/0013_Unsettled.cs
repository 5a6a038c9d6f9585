using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>What a worker's next passed audit settles is found without walking all that it ever made.</summary>
[DbContext(typeof(GridDb))]
[Migration("0013_Unsettled")]
internal sealed class Unsettled : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("IX_attempts_Unsettled", "attempts", ["WorkerId", "VerdictAt"], filter: "\"Verdict\" IN ('Accepted', 'AcceptedUnaudited') AND NOT \"IsSettled\"");
}
