using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>What workers say of their pictures. Null for older attempts, and wherever a worker says nothing.</summary>
[DbContext(typeof(GridDb))]
[Migration("0002_PictureScores")]
internal sealed class PictureScores : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<double>("TextFit", "attempts", nullable: true);
        migrationBuilder.AddColumn<double>("Aesthetic", "attempts", nullable: true);
        migrationBuilder.AddColumn<double>("Nsfw", "attempts", nullable: true);
        migrationBuilder.AddColumn<bool>("IsUnsafe", "attempts", nullable: true);
    }
}
