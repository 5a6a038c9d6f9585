using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Fleet;

internal sealed class WorkerTable : IEntityTypeConfiguration<Worker>
{
    public void Configure(EntityTypeBuilder<Worker> builder)
    {
        builder.ToTable("workers").HasKey(worker => worker.Id);
        builder.HasIndex(worker => worker.EnrollHash).IsUnique();
        builder.HasIndex(worker => worker.AccountId);
        builder.HasIndex(worker => worker.SuspendedUntil).HasFilter("\"SuspendedUntil\" IS NOT NULL");
        builder.HasOne<Account>().WithMany().HasForeignKey(worker => worker.AccountId);
    }
}

internal static class WorkerTables
{
    extension(GridDb db)
    {
        public DbSet<Worker> Workers => db.Set<Worker>();
    }
}
