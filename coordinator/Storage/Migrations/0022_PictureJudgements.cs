using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>What people's answers come to: of pictures, of raters, of bundles. All of it can be made anew from the answers.</summary>
[DbContext(typeof(GridDb))]
[Migration("0022_PictureJudgements")]
internal sealed class PictureJudgements : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("picture_judgements", table => new
        {
            JobId = table.Column<Guid>(),
            Ratings = table.Column<int>(),
            RatingMean = table.Column<double>(nullable: true),
            RatingDeviation = table.Column<double>(nullable: true),
            RatingWeighted = table.Column<double>(nullable: true),
            RatingBound = table.Column<double>(nullable: true),
            Comparisons = table.Column<int>(),
            Score = table.Column<double>(nullable: true),
            ScoreError = table.Column<double>(nullable: true),
            Artifacts = table.Column<int>(),
            ArtifactMean = table.Column<double>(nullable: true),
            ArtifactMap = table.Column<byte[]>(nullable: true),
            Matches = table.Column<int>(),
            AlignmentMean = table.Column<double>(nullable: true),
            MissingWords = table.Column<string>(),
            WrongWords = table.Column<string>(),
            FlagAnswers = table.Column<int>(),
            Flags = table.Column<string>(),
            TagAnswers = table.Column<int>(),
            Medium = table.Column<string>(),
            Subject = table.Column<string>(),
            Caption = table.Column<string>(),
            JudgedAt = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_picture_judgements", row => row.JobId);
            table.ForeignKey("FK_picture_judgements_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
        });
        migrationBuilder.CreateTable("rater_reliabilities", table => new
        {
            RaterMark = table.Column<string>(),
            TaskKind = table.Column<string>(),
            Answers = table.Column<int>(),
            Weight = table.Column<double>(),
            Mean = table.Column<double>(),
            Deviation = table.Column<double>(),
            FittedAt = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_rater_reliabilities", row => new { row.RaterMark, row.TaskKind }));
        migrationBuilder.CreateTable("arena_ratings", table => new
        {
            BundleId = table.Column<string>(),
            Comparisons = table.Column<int>(),
            Score = table.Column<double>(),
            Error = table.Column<double>(),
            FittedAt = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_arena_ratings", row => row.BundleId));
    }
}
