using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

internal sealed class LogWaitingTable : IEntityTypeConfiguration<LogWaiting>
{
    public void Configure(EntityTypeBuilder<LogWaiting> builder)
    {
        builder.ToTable("log_waiting").HasKey(waiting => waiting.TransactionId);
        builder.HasOne<LedgerTransaction>().WithMany().HasForeignKey(waiting => waiting.TransactionId);
    }
}

internal sealed class LogLeafTable : IEntityTypeConfiguration<LogLeaf>
{
    public void Configure(EntityTypeBuilder<LogLeaf> builder)
    {
        builder.ToTable("log_leaves").HasKey(leaf => leaf.Index);
        builder.Property(leaf => leaf.Index).ValueGeneratedNever();
        builder.HasIndex(leaf => leaf.TransactionId).IsUnique();
        builder.HasIndex(leaf => new { leaf.Holder, leaf.Index });
        builder.HasOne<LedgerTransaction>().WithMany().HasForeignKey(leaf => leaf.TransactionId);
    }
}

internal sealed class LogTileTable : IEntityTypeConfiguration<LogTile>
{
    public void Configure(EntityTypeBuilder<LogTile> builder) => builder.ToTable("log_tiles").HasKey(tile => new { tile.Level, tile.Index });
}

internal sealed class LogHeadTable : IEntityTypeConfiguration<LogHead>
{
    public void Configure(EntityTypeBuilder<LogHead> builder)
    {
        builder.ToTable("log_head").HasKey(head => head.Id);
        builder.Property(head => head.Id).ValueGeneratedNever();
    }
}

internal static class LogTables
{
    extension(GridDb db)
    {
        public DbSet<LogHead> LogHeads => db.Set<LogHead>();

        public DbSet<LogTile> LogTiles => db.Set<LogTile>();
    }
}
