using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>How far people agree about each kind of task. It can be made anew from the answers.</summary>
[DbContext(typeof(GridDb))]
[Migration("0024_TaskAgreements")]
internal sealed class TaskAgreements : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("task_agreements", table => new
    {
        TaskKind = table.Column<string>(),
        TaskVersion = table.Column<int>(),
        Alpha = table.Column<double>(nullable: true),
        Items = table.Column<int>(),
        Raters = table.Column<int>(),
        FittedAt = table.Column<long>(),
    }, constraints: table => table.PrimaryKey("PK_task_agreements", row => row.TaskKind));
}
