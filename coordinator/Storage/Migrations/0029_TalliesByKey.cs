using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// On SQLite tallies lie in the order of their key, in one tree instead of a table and an index: half the bytes, and half the work to read a row or to add
/// to one. PostgreSQL has no such tables.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0029_TalliesByKey")]
internal sealed class TalliesByKey : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (!migrationBuilder.IsSqlite())
            return;
        migrationBuilder.Sql("""
            CREATE TABLE tallies_by_key (
                "Span" TEXT NOT NULL, "Start" INTEGER NOT NULL, "Subject" TEXT NOT NULL, "Amount" INTEGER NOT NULL, "Count" INTEGER NOT NULL,
                CONSTRAINT "PK_tallies" PRIMARY KEY ("Span", "Start", "Subject")) WITHOUT ROWID
            """);
        migrationBuilder.Sql("""INSERT INTO tallies_by_key SELECT "Span", "Start", "Subject", "Amount", "Count" FROM tallies ORDER BY "Span", "Start", "Subject" """);
        migrationBuilder.DropTable("tallies");
        migrationBuilder.RenameTable("tallies_by_key", newName: "tallies");
    }
}
