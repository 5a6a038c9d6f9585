using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Requests say by which words their pictures may be released, and there are releases, what is in them, and what is gone from them. To what was asked for before nobody agreed.</summary>
[DbContext(typeof(GridDb))]
[Migration("0023_Releases")]
internal sealed class Releases : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("ReleaseConsent", "requests", nullable: false, defaultValue: 0);
        AddReleases(migrationBuilder);
        AddRemovals(migrationBuilder);
    }

    private static void AddReleases(MigrationBuilder migration)
    {
        migration.CreateTable("releases", table => new
        {
            Version = table.Column<string>(),
            Kind = table.Column<string>(),
            State = table.Column<string>(),
            Bound = table.Column<long>(),
            StartedAt = table.Column<long>(),
            ChangedAt = table.Column<long>(),
            PublishedAt = table.Column<long>(nullable: true),
            Pictures = table.Column<int>(),
            Done = table.Column<int>(),
            Bytes = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_releases", row => row.Version));
        migration.CreateTable("release_files", table => new
        {
            Version = table.Column<string>(),
            Path = table.Column<string>(),
            Bytes = table.Column<long>(),
            Sha256 = table.Column<string>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_release_files", row => new { row.Version, row.Path });
            table.ForeignKey("FK_release_files_releases_Version", row => row.Version, "releases", "Version", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("released_pictures", table => new { JobId = table.Column<Guid>(), Version = table.Column<string>() }, constraints: table =>
        {
            table.PrimaryKey("PK_released_pictures", row => new { row.JobId, row.Version });
            table.ForeignKey("FK_released_pictures_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_released_pictures_releases_Version", row => row.Version, "releases", "Version", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_released_pictures_Version", "released_pictures", "Version");
    }

    private static void AddRemovals(MigrationBuilder migration)
    {
        migration.CreateTable("tombstones", table => new { JobId = table.Column<Guid>(), At = table.Column<long>(), Reason = table.Column<string>() }, constraints: table =>
        {
            table.PrimaryKey("PK_tombstones", row => row.JobId);
            table.ForeignKey("FK_tombstones_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_tombstones_At_JobId", "tombstones", ["At", "JobId"]);
        migration.CreateTable("withdrawals", table => new { JobId = table.Column<Guid>(), At = table.Column<long>() }, constraints: table =>
        {
            table.PrimaryKey("PK_withdrawals", row => row.JobId);
            table.ForeignKey("FK_withdrawals_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
        });
    }
}
