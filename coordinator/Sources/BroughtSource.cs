using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Sources;

/// <summary>A picture that somebody brought to begin from. It serves nobody else, or a hash that stands under a picture would open the picture it was made from.</summary>
internal sealed class BroughtSource
{
    /// <inheritdoc cref="SourceOwner.Key"/>
    public required string Requester { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>Its content address.</summary>
    public required string Sha256 { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>When it was last brought, or asked for by a request.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    /// <summary>Whether a request begins from it: then it is kept as long as that.</summary>
    public bool IsNamed { get; init; }
}

internal sealed class BroughtSourceTable : IEntityTypeConfiguration<BroughtSource>
{
    public void Configure(EntityTypeBuilder<BroughtSource> builder)
    {
        builder.ToTable("sources").HasKey(source => new { source.Requester, source.Sha256 });
        builder.HasIndex(source => source.Sha256);
        builder.HasIndex(source => source.AccountId);
        builder.HasIndex(source => source.UsedAt).HasFilter("NOT \"IsNamed\"");
    }
}

internal static class SourceTables
{
    extension(GridDb db)
    {
        public DbSet<BroughtSource> Sources => db.Set<BroughtSource>();
    }
}
