using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Moderation.Takedowns;

internal sealed class TakedownTable : IEntityTypeConfiguration<Takedown>
{
    public void Configure(EntityTypeBuilder<Takedown> builder)
    {
        builder.ToTable("takedowns").HasKey(takedown => takedown.JobId);
        builder.HasIndex(takedown => new { takedown.At, takedown.JobId });
        builder.HasIndex(takedown => takedown.Sha256).HasFilter("\"ErasedAt\" IS NULL AND \"RestoredAt\" IS NULL");
        builder.HasIndex(takedown => takedown.HeldUntil).HasFilter("\"ErasedAt\" IS NULL AND \"RestoredAt\" IS NULL");
        builder.HasOne<Job>().WithMany().HasForeignKey(takedown => takedown.JobId);
        builder.HasOne<Account>().WithMany().HasForeignKey(takedown => takedown.AccountId);
    }
}

internal static class TakedownTables
{
    extension(GridDb db)
    {
        public DbSet<Takedown> Takedowns => db.Set<Takedown>();
    }
}
