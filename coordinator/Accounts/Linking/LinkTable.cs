using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Accounts.Linking;

internal sealed class LinkTable : IEntityTypeConfiguration<Link>
{
    public void Configure(EntityTypeBuilder<Link> builder)
    {
        builder.ToTable("link_codes").HasKey(link => link.CodeHash);
        builder.HasIndex(link => link.SecretHash).IsUnique();
        builder.HasIndex(link => link.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(link => link.AccountId);
    }
}

internal static class LinkTables
{
    extension(GridDb db)
    {
        public DbSet<Link> Links => db.Set<Link>();
    }
}
