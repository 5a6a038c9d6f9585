using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Pictures are remembered for a while, so that one that looks like another is found; requests may ask for certain audits; and audits say why they were made,
/// of which only that is known of earlier ones, whether all of their worker's were audited.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0010_Pictures")]
internal sealed class Pictures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("seen_pictures", table => new
        {
            AttemptId = table.Column<Guid>(),
            WorkerId = table.Column<Guid>(),
            Words = table.Column<byte[]>(),
            Seed = table.Column<long>(),
            Hash = table.Column<long>(),
            Thumbnail = table.Column<byte[]>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_seen_pictures", row => row.AttemptId);
            table.ForeignKey("FK_seen_pictures_attempts_AttemptId", row => row.AttemptId, "attempts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migrationBuilder.CreateIndex("IX_seen_pictures_Words", "seen_pictures", ["Words", "AttemptId", "Seed", "Hash"]);
        migrationBuilder.CreateIndex("IX_seen_pictures_WorkerId", "seen_pictures", ["WorkerId", "AttemptId", "Words", "Seed", "Hash"]);
        migrationBuilder.AddColumn<bool>("IsVerified", "requests", nullable: false, defaultValue: false);
        migrationBuilder.Sql("""UPDATE audits SET "Reason" = 'Proving' WHERE "Rate" = 1""");
    }
}
