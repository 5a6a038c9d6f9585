using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Pictures may begin from others, and all those asked for before begin from noise.</summary>
[DbContext(typeof(GridDb))]
[Migration("0018_Sources")]
internal sealed class Sources : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("sources", table => new
        {
            Requester = table.Column<string>(),
            Sha256 = table.Column<string>(),
            AccountId = table.Column<Guid>(),
            Width = table.Column<int>(),
            Height = table.Column<int>(),
            UsedAt = table.Column<long>(),
            IsNamed = table.Column<bool>(),
        }, constraints: table => table.PrimaryKey("PK_sources", row => new { row.Requester, row.Sha256 }));
        migrationBuilder.CreateIndex("IX_sources_Sha256", "sources", "Sha256");
        migrationBuilder.CreateIndex("IX_sources_AccountId", "sources", "AccountId");
        migrationBuilder.CreateIndex("IX_sources_UsedAt", "sources", "UsedAt", filter: "NOT \"IsNamed\"");
        migrationBuilder.AddColumn<string>("SourceSha256", "requests", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<double>("Strength", "requests", nullable: false, defaultValue: 1.0);
        migrationBuilder.AddColumn<string>("MaskSha256", "requests", nullable: false, defaultValue: "");
    }
}
