using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>What workers say of watermarks, and where their bundles' image encoders place pictures. Neither is there for older attempts.</summary>
[DbContext(typeof(GridDb))]
[Migration("0022_PictureEmbeddings")]
internal sealed class PictureEmbeddings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<double>("Watermark", "attempts", nullable: true);
        migrationBuilder.CreateTable("picture_embeddings", table => new { AttemptId = table.Column<Guid>(), Vector = table.Column<byte[]>() }, constraints: table =>
        {
            table.PrimaryKey("PK_picture_embeddings", row => row.AttemptId);
            table.ForeignKey("FK_picture_embeddings_attempts_AttemptId", row => row.AttemptId, "attempts", "Id", onDelete: ReferentialAction.Restrict);
        });
    }
}
