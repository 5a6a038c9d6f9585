using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Accounts.Profiles;

internal sealed class ProfileTable : IEntityTypeConfiguration<Profile>
{
    public void Configure(EntityTypeBuilder<Profile> builder)
    {
        builder.ToTable("profiles").HasKey(profile => profile.AccountId);
        builder.HasIndex(profile => profile.AccountId, "IX_profiles_Countries").HasFilter("\"Country\" <> ''"); // the board of countries walks those that have one
        builder.HasOne<Account>().WithMany().HasForeignKey(profile => profile.AccountId);
    }
}

internal static class ProfileTables
{
    extension(GridDb db)
    {
        public DbSet<Profile> Profiles => db.Set<Profile>();
    }
}
