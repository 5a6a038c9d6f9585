using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Sums become tallies, begun with all that was posted and rendered before, and attempts without a picture get the index by which the old ones
/// are found. A coordinator of an older release appends to no tally: stop all before the first of the new ones starts.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0004_TotalsAndHistory")]
internal sealed class TotalsAndHistory : Migration
{
    private const string Rendered = "00000000-0000-7000-8000-000000000101"; // the subject that counts pictures

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        AddTallies(migrationBuilder);
        MoveData(migrationBuilder);
        migrationBuilder.CreateIndex("IX_attempts_EndedAt", "attempts", "EndedAt", filter: "\"State\" IN ('Failed', 'GivenBack', 'Expired', 'Stopped')");
    }

    private static void AddTallies(MigrationBuilder migration)
    {
        migration.CreateTable("tallies", table => new
        {
            Span = table.Column<string>(),
            Start = table.Column<long>(),
            Subject = table.Column<Guid>(),
            Amount = table.Column<long>(),
            Count = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_tallies", row => new { row.Span, row.Start, row.Subject }));
        migration.CreateTable("tally_entries", table => new
        {
            Id = table.Column<Guid>(),
            Subject = table.Column<Guid>(),
            Hour = table.Column<long>(),
            Amount = table.Column<long>(),
            Count = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_tally_entries", row => row.Id));
    }

    /// <summary>An instant less its rest by a stretch's length is the start of the stretch.</summary>
    private static void MoveData(MigrationBuilder migration)
    {
        foreach (var (span, microseconds) in new[] { ("Hour", 3_600_000_000), ("Day", 86_400_000_000), ("Always", long.MaxValue) })
        {
            migration.Sql($"""
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count")
                SELECT '{span}', "PostedAt" - "PostedAt" % {microseconds}, "AccountId", SUM("AmountMflop"), SUM(CASE WHEN "AmountMflop" > 0 THEN 1 ELSE -1 END)
                FROM postings GROUP BY "AccountId", "PostedAt" - "PostedAt" % {microseconds}
                """);
            migration.Sql($"""
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count")
                SELECT '{span}', "EndedAt" - "EndedAt" % {microseconds}, '{Rendered}', 0, COUNT(*)
                FROM attempts WHERE "State" = 'Rendered' AND "Purpose" = 'Render' GROUP BY "EndedAt" - "EndedAt" % {microseconds}
                """);
        }
    }
}
