using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Web.People.Storage.Migrations;

/// <summary>People, how they sign in, and where they are signed in.</summary>
[DbContext(typeof(PeopleDb))]
[Migration("0001_People")]
internal sealed class People : Migration
{
    private const int HashLength = 64;
    private const int AccountLength = 32;
    private const int NameLength = 256;
    private const int WordsLength = 100;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        AddUsers(migrationBuilder);
        AddLogins(migrationBuilder);
        AddPasskeys(migrationBuilder, ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL" ? "jsonb" : "TEXT");
        AddSessions(migrationBuilder);
        AddRecoveryCodes(migrationBuilder);
        AddRecords(migrationBuilder);
    }

    private static void AddUsers(MigrationBuilder migration)
    {
        migration.CreateTable("users", table => new
        {
            Id = table.Column<Guid>(),
            UserName = table.Column<string>(maxLength: NameLength, nullable: true),
            NormalizedUserName = table.Column<string>(maxLength: NameLength, nullable: true),
            Email = table.Column<string>(maxLength: NameLength, nullable: true),
            NormalizedEmail = table.Column<string>(maxLength: NameLength, nullable: true),
            EmailConfirmed = table.Column<bool>(),
            PasswordHash = table.Column<string>(nullable: true),
            SecurityStamp = table.Column<string>(nullable: true),
            ConcurrencyStamp = table.Column<string>(nullable: true),
            AccountId = table.Column<string>(maxLength: AccountLength, nullable: true),
            Role = table.Column<string>(),
            CreatedAt = table.Column<long>(),
            ContributedAt = table.Column<long>(nullable: true),
            LockedAt = table.Column<long>(nullable: true),
            LeavingAt = table.Column<long>(nullable: true),
        }, constraints: table => table.PrimaryKey("PK_users", row => row.Id));
        migration.CreateIndex("IX_users_NormalizedUserName", "users", "NormalizedUserName", unique: true);
        migration.CreateIndex("IX_users_NormalizedEmail", "users", "NormalizedEmail", unique: true);
        migration.CreateIndex("IX_users_LeavingAt", "users", "LeavingAt", filter: "\"LeavingAt\" IS NOT NULL");
    }

    private static void AddLogins(MigrationBuilder migration)
    {
        const int keyLength = 128;
        migration.CreateTable("logins", table => new
        {
            LoginProvider = table.Column<string>(maxLength: keyLength),
            ProviderKey = table.Column<string>(maxLength: keyLength),
            ProviderDisplayName = table.Column<string>(nullable: true),
            UserId = table.Column<Guid>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_logins", row => new { row.LoginProvider, row.ProviderKey });
            table.ForeignKey("FK_logins_users_UserId", row => row.UserId, "users", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_logins_UserId", "logins", "UserId");
    }

    private static void AddPasskeys(MigrationBuilder migration, string json)
    {
        const int longestCredential = 1024;
        migration.CreateTable("passkeys", table => new
        {
            CredentialId = table.Column<byte[]>(maxLength: longestCredential),
            UserId = table.Column<Guid>(),
            Data = table.Column<string>(type: json),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_passkeys", row => row.CredentialId);
            table.ForeignKey("FK_passkeys_users_UserId", row => row.UserId, "users", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_passkeys_UserId", "passkeys", "UserId");
    }

    private static void AddSessions(MigrationBuilder migration)
    {
        migration.CreateTable("sessions", table => new
        {
            Id = table.Column<Guid>(),
            KeyHash = table.Column<string>(maxLength: HashLength),
            UserId = table.Column<Guid>(),
            CreatedAt = table.Column<long>(),
            SeenAt = table.Column<long>(),
            Way = table.Column<string>(maxLength: WordsLength),
            Browser = table.Column<string>(maxLength: WordsLength),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_sessions", row => row.Id);
            table.ForeignKey("FK_sessions_users_UserId", row => row.UserId, "users", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_sessions_KeyHash", "sessions", "KeyHash", unique: true);
        migration.CreateIndex("IX_sessions_UserId", "sessions", "UserId");
    }

    private static void AddRecoveryCodes(MigrationBuilder migration) => migration.CreateTable("recovery_codes", table => new
    {
        UserId = table.Column<Guid>(),
        Hash = table.Column<string>(maxLength: HashLength),
    }, constraints: table =>
    {
        table.PrimaryKey("PK_recovery_codes", row => new { row.UserId, row.Hash });
        table.ForeignKey("FK_recovery_codes_users_UserId", row => row.UserId, "users", "Id", onDelete: ReferentialAction.Cascade);
    });

    private static void AddRecords(MigrationBuilder migration)
    {
        migration.CreateTable("tries", table => new
        {
            Subject = table.Column<string>(maxLength: HashLength),
            Count = table.Column<int>(),
            Until = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_tries", row => row.Subject));
        migration.CreateTable(
            "spent_proofs", table => new { Id = table.Column<Guid>(), Until = table.Column<long>() }, constraints: table => table.PrimaryKey("PK_spent_proofs", row => row.Id));
        migration.CreateTable("grants", table => new
        {
            Id = table.Column<Guid>(),
            At = table.Column<long>(),
            By = table.Column<string>(),
            Of = table.Column<string>(),
            Deed = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("PK_grants", row => row.Id));
        migration.CreateIndex("IX_grants_At", "grants", "At");
    }
}
