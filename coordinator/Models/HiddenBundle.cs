using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Models;

/// <summary>A bundle that nobody may ask for now; what was asked for is rendered.</summary>
internal sealed class HiddenBundle
{
    public required string BundleId { get; init; }

    public required DateTimeOffset HiddenAt { get; init; }
}

internal sealed class HiddenBundleTable : IEntityTypeConfiguration<HiddenBundle>
{
    public void Configure(EntityTypeBuilder<HiddenBundle> builder) => builder.ToTable("hidden_bundles").HasKey(bundle => bundle.BundleId);
}

internal static class HiddenBundleTables
{
    extension(GridDb db)
    {
        public DbSet<HiddenBundle> HiddenBundles => db.Set<HiddenBundle>();
    }
}
