using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Datasets.Releases;

internal sealed class ReleaseTable : IEntityTypeConfiguration<Release>
{
    public void Configure(EntityTypeBuilder<Release> builder) => builder.ToTable("releases").HasKey(release => release.Version);
}

internal sealed class ReleaseFileTable : IEntityTypeConfiguration<ReleaseFile>
{
    public void Configure(EntityTypeBuilder<ReleaseFile> builder)
    {
        builder.ToTable("release_files").HasKey(file => new { file.Version, file.Path });
        builder.HasOne<Release>().WithMany().HasForeignKey(file => file.Version);
    }
}

internal sealed class ReleasedPictureTable : IEntityTypeConfiguration<ReleasedPicture>
{
    public void Configure(EntityTypeBuilder<ReleasedPicture> builder)
    {
        builder.ToTable("released_pictures").HasKey(picture => new { picture.JobId, picture.Version });
        builder.HasOne<Job>().WithMany().HasForeignKey(picture => picture.JobId);
        builder.HasOne<Release>().WithMany().HasForeignKey(picture => picture.Version);
    }
}

internal sealed class TombstoneTable : IEntityTypeConfiguration<Tombstone>
{
    public void Configure(EntityTypeBuilder<Tombstone> builder)
    {
        builder.ToTable("tombstones").HasKey(tombstone => tombstone.JobId);
        builder.HasIndex(tombstone => new { tombstone.At, tombstone.JobId });
        builder.HasOne<Job>().WithMany().HasForeignKey(tombstone => tombstone.JobId);
    }
}

internal sealed class WithdrawalTable : IEntityTypeConfiguration<Withdrawal>
{
    public void Configure(EntityTypeBuilder<Withdrawal> builder)
    {
        builder.ToTable("withdrawals").HasKey(withdrawal => withdrawal.JobId);
        builder.HasOne<Job>().WithMany().HasForeignKey(withdrawal => withdrawal.JobId);
    }
}

internal static class ReleaseTables
{
    extension(GridDb db)
    {
        public DbSet<Release> Releases => db.Set<Release>();

        public DbSet<ReleaseFile> ReleaseFiles => db.Set<ReleaseFile>();

        public DbSet<ReleasedPicture> ReleasedPictures => db.Set<ReleasedPicture>();

        public DbSet<Tombstone> Tombstones => db.Set<Tombstone>();

        public DbSet<Withdrawal> Withdrawals => db.Set<Withdrawal>();
    }
}
