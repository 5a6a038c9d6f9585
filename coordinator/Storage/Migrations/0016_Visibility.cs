using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>
/// Pictures say who may see them, and are found by bundle and shape; requests say what they were made from, and are listed for their person. What was made before is public, as it was said to be.
/// A coordinator of an older release shows private pictures: stop all before the first of the new ones starts.
/// </summary>
[DbContext(typeof(GridDb))]
[Migration("0016_Visibility")]
internal sealed class Visibility : Migration
{
    private const string Shown = "\"State\" IN ('Rendered', 'Done') AND \"Visibility\" = 'Public'";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Visibility", "jobs", nullable: false, defaultValue: "Public");
        migrationBuilder.AddColumn<string>("BundleId", "jobs", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<string>("Shape", "jobs", nullable: false, defaultValue: "Square");
        migrationBuilder.AddColumn<Guid>("RemixOf", "requests", nullable: true);
        migrationBuilder.Sql("""
            UPDATE jobs SET "BundleId" = r."BundleId", "Shape" = CASE WHEN r."Width" > r."Height" THEN 'Wide' WHEN r."Width" < r."Height" THEN 'Tall' ELSE 'Square' END
            FROM requests r WHERE r."Id" = jobs."RequestId"
            """);
        migrationBuilder.DropIndex("IX_jobs_QueuedAt", "jobs");
        migrationBuilder.CreateIndex("IX_jobs_Shown", "jobs", "QueuedAt", filter: Shown);
        migrationBuilder.CreateIndex("IX_jobs_BundleId_QueuedAt", "jobs", ["BundleId", "QueuedAt"], filter: Shown);
        migrationBuilder.CreateIndex("IX_jobs_Shape_QueuedAt", "jobs", ["Shape", "QueuedAt"], filter: Shown);
        migrationBuilder.CreateIndex("IX_jobs_Deleted", "jobs", "QueuedAt", filter: "\"Visibility\" = 'Deleted'");
        migrationBuilder.CreateIndex("IX_requests_AccountId_CreatedAt", "requests", ["AccountId", "CreatedAt"]);
        migrationBuilder.CreateIndex("IX_requests_RemixOf_CreatedAt", "requests", ["RemixOf", "CreatedAt"], filter: "\"RemixOf\" IS NOT NULL");
    }
}
