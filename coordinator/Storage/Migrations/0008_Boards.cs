using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Devices get tallies of their own, begun with all that was posted for them. A coordinator of an older release appends to none of them: stop all before
/// the first of the new ones starts.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0008_Boards")]
internal sealed class Boards : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var (span, microseconds) in new[] { ("Hour", 3_600_000_000), ("Day", 86_400_000_000), ("Always", long.MaxValue) })
            migrationBuilder.Sql($"""
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count")
                SELECT '{span}', "PostedAt" - "PostedAt" % {microseconds}, "Holder", SUM(CASE WHEN "Book" = 'Pending' THEN 0 ELSE "AmountMflop" END), SUM("Count")
                FROM postings WHERE "Book" IN ('Pending', 'Escrow', 'Contribution') AND "Holder" <> '{Guid.Empty}'
                GROUP BY "Holder", "PostedAt" - "PostedAt" % {microseconds}
                """);
    }
}
