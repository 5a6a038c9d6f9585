using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Postings get a book, a holder and a count, and balances rows of their own. What was posted before was final at once: it becomes contribution that no
/// device is named for, with no priority beside it. Stop all coordinators of an older release before the first of the new ones starts.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0006_LedgerBooks")]
internal sealed class LedgerBooks : Migration
{
    private const string Network = "00000000-0000-7000-8000-000000000001";
    private const string Final = "00000000-0000-7000-8000-000000000102"; // the subject that sums all that is final

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Book", "postings", nullable: false, defaultValue: "Contribution");
        migrationBuilder.AddColumn<Guid>("Holder", "postings", nullable: false, defaultValue: Guid.Empty);
        migrationBuilder.AddColumn<int>("Count", "postings", nullable: false, defaultValue: 0);
        migrationBuilder.CreateTable("ledger_balances", table => new
        {
            AccountId = table.Column<Guid>(),
            Book = table.Column<string>(),
            Holder = table.Column<Guid>(),
            AmountMflop = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_ledger_balances", row => new { row.AccountId, row.Book, row.Holder }));
        migrationBuilder.CreateIndex("IX_ledger_balances_pending", "ledger_balances", "AccountId", filter: "\"Book\" = 'Pending' AND \"AmountMflop\" > 0");
        MoveData(migrationBuilder);
    }

    /// <summary>The tallies of owners go on as they are: what they sum was final. Its total is the network's debt.</summary>
    private static void MoveData(MigrationBuilder migration)
    {
        migration.Sql($"""UPDATE postings SET "Book" = CASE WHEN "AccountId" = '{Network}' THEN 'Network' ELSE 'Contribution' END, "Count" = CASE WHEN "AmountMflop" > 0 THEN 1 ELSE -1 END""");
        migration.Sql("""
            INSERT INTO ledger_balances ("AccountId", "Book", "Holder", "AmountMflop")
            SELECT "AccountId", "Book", "Holder", SUM("AmountMflop") FROM postings WHERE "Book" <> 'Network' GROUP BY "AccountId", "Book", "Holder"
            """);
        foreach (var (span, microseconds) in new[] { ("Hour", 3_600_000_000), ("Day", 86_400_000_000), ("Always", long.MaxValue) })
            migration.Sql($"""
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count")
                SELECT '{span}', "PostedAt" - "PostedAt" % {microseconds}, '{Final}', SUM("AmountMflop"), 0
                FROM postings WHERE "Book" <> 'Network' GROUP BY "PostedAt" - "PostedAt" % {microseconds}
                """);
    }
}
