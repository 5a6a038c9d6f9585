using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Accounts that a site made for a person, and that a person had erased; keys with a label, bounds and an end.</summary>
[DbContext(typeof(GridDb))]
[Migration("0014_People")]
internal sealed class People : Migration
{
    private const int EveryScope = 31;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("PersonId", "accounts", nullable: true);
        migrationBuilder.AddColumn<long>("DeletedAt", "accounts", nullable: true);
        migrationBuilder.CreateIndex("IX_accounts_PersonId", "accounts", "PersonId", unique: true);
        migrationBuilder.AddColumn<string>("Label", "api_keys", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<int>("Scopes", "api_keys", nullable: false, defaultValue: EveryScope);
        migrationBuilder.AddColumn<long>("ExpiresAt", "api_keys", nullable: true);
        migrationBuilder.AddColumn<long>("LastUsedAt", "api_keys", nullable: true);
    }
}
