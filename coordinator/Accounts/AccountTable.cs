using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Accounts;

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts").HasKey(account => account.Id);
        builder.HasIndex(account => account.NameKey).IsUnique();
        builder.HasIndex(account => account.PersonId).IsUnique();
    }
}

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys").HasKey(key => key.Hash);
        builder.Property(key => key.Scopes).HasConversion<int>(); // a set, not one word
        builder.HasIndex(key => new { key.AccountId, key.Prefix });
        builder.HasOne<Account>().WithMany().HasForeignKey(key => key.AccountId);
    }
}

internal static class AccountTables
{
    extension(GridDb db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();

        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();

        /// <summary>An account's keys that are good now, machines' left out.</summary>
        public IQueryable<ApiKey> KeysOf(AccountId account, DateTimeOffset now) => db.Set<ApiKey>().AsNoTracking() // index account, prefix
            .Where(key => key.AccountId == account && key.Holder == null && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now));
    }
}
