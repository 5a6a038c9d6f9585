using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>How the grid did, a row a minute and a row an hour.</summary>
[DbContext(typeof(GridDb))]
[Migration("0019_NetworkSamples")]
internal sealed class NetworkSamples : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("network_samples", table => new
    {
        Span = table.Column<string>(),
        Start = table.Column<long>(),
        Workers = table.Column<int>(),
        Referees = table.Column<int>(),
        Queued = table.Column<long>(),
        Pictures = table.Column<long>(),
        VerifiedMflop = table.Column<long>(),
        WaitHalfMs = table.Column<long>(nullable: true),
        WaitNineTenthsMs = table.Column<long>(nullable: true),
        EtaKept = table.Column<double>(nullable: true),
    }, constraints: table => table.PrimaryKey("PK_network_samples", row => new { row.Span, row.Start }));
}
