using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>The ledger's public log: what waits for a place in it, the places, the tree's tiles and its head. All that was posted before waits, in the order of time.</summary>
[DbContext(typeof(GridDb))]
[Migration("0007_PublicLog")]
internal sealed class PublicLog : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("log_waiting", table => new { TransactionId = table.Column<Guid>() }, constraints: table =>
        {
            table.PrimaryKey("PK_log_waiting", row => row.TransactionId);
            table.ForeignKey("FK_log_waiting_ledger_transactions_TransactionId", row => row.TransactionId, "ledger_transactions", "Id", onDelete: ReferentialAction.Restrict);
        });
        migrationBuilder.CreateTable("log_leaves", table => new
        {
            Index = table.Column<long>(),
            TransactionId = table.Column<Guid>(),
            Holder = table.Column<Guid>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_log_leaves", row => row.Index);
            table.ForeignKey("FK_log_leaves_ledger_transactions_TransactionId", row => row.TransactionId, "ledger_transactions", "Id", onDelete: ReferentialAction.Restrict);
        });
        migrationBuilder.CreateIndex("IX_log_leaves_TransactionId", "log_leaves", "TransactionId", unique: true);
        migrationBuilder.CreateIndex("IX_log_leaves_Holder_Index", "log_leaves", ["Holder", "Index"]);
        migrationBuilder.CreateTable("log_tiles", table => new
        {
            Level = table.Column<int>(),
            Index = table.Column<long>(),
            Hashes = table.Column<byte[]>(),
        }, constraints: table => table.PrimaryKey("PK_log_tiles", row => new { row.Level, row.Index }));
        migrationBuilder.CreateTable("log_head", table => new
        {
            Id = table.Column<int>(),
            Size = table.Column<long>(),
            Key = table.Column<string>(),
            Checkpoint = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("PK_log_head", row => row.Id));
        migrationBuilder.Sql("""INSERT INTO log_head ("Id", "Size", "Key", "Checkpoint") VALUES (1, 0, '', '')""");
        migrationBuilder.Sql("""INSERT INTO log_waiting ("TransactionId") SELECT "Id" FROM ledger_transactions""");
    }
}
