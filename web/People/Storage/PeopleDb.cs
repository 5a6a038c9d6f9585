using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Web.People.Storage;

/// <summary>The site's own database: people, how they sign in, and where they are signed in. What they made and earned is the coordinator's.</summary>
internal sealed class PeopleDb(DbContextOptions<PeopleDb> options) : IdentityUserContext<User, Guid>(options)
{
    private const int AccountLength = 32;
    private const int HashLength = 64;
    private const int WordsLength = 100;

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<TryCount> Tries => Set<TryCount>();

    public DbSet<SpentProof> SpentProofs => Set<SpentProof>();

    public DbSet<Grant> Grants => Set<Grant>();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3; // with passkeys

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Claims are made from the person's row at each request, and Identity would keep recovery codes in its tokens unhashed.
        builder.Ignore<IdentityUserClaim<Guid>>().Ignore<IdentityUserToken<Guid>>();
        builder.Entity<User>(MapUser);
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("logins");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("passkeys");
        builder.Entity<Session>(MapSession);
        builder.Entity<RecoveryCode>(MapRecoveryCode);
        builder.Entity<TryCount>().ToTable("tries").HasKey(count => count.Subject);
        builder.Entity<TryCount>().Property(count => count.Subject).HasMaxLength(HashLength);
        builder.Entity<SpentProof>().ToTable("spent_proofs").HasKey(proof => proof.Id);
        builder.Entity<Grant>().ToTable("grants").HasIndex(grant => grant.At);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<PersonRole>().HaveConversion<string>();
    }

    private static void MapUser(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        // One address, one person. Nobody has a telephone here, and passwords are guarded by Tries, not by a lock that any stranger could turn.
        user.HasIndex(row => row.NormalizedEmail).HasDatabaseName("IX_users_NormalizedEmail").IsUnique();
        user.HasIndex(row => row.NormalizedUserName).HasDatabaseName("IX_users_NormalizedUserName").IsUnique();
        user.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed).Ignore(row => row.TwoFactorEnabled);
        user.Ignore(row => row.LockoutEnd).Ignore(row => row.LockoutEnabled).Ignore(row => row.AccessFailedCount);
        user.Property(row => row.AccountId).HasMaxLength(AccountLength);
        user.HasIndex(row => row.LeavingAt).HasFilter("\"LeavingAt\" IS NOT NULL");
    }

    private static void MapSession(EntityTypeBuilder<Session> session)
    {
        session.ToTable("sessions").HasKey(row => row.Id);
        session.Property(row => row.KeyHash).HasMaxLength(HashLength);
        session.Property(row => row.Way).HasMaxLength(WordsLength);
        session.Property(row => row.Browser).HasMaxLength(WordsLength);
        session.HasIndex(row => row.KeyHash).IsUnique();
        session.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void MapRecoveryCode(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("recovery_codes").HasKey(row => new { row.UserId, row.Hash });
        code.Property(row => row.Hash).HasMaxLength(HashLength);
        code.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
