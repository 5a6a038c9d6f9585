using System.Security.Cryptography;
using System.Text;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Models;

/// <summary>A bundle that this grid rendered with once: what was made with it counts under its key, and keeps its name when the folder is gone.</summary>
internal sealed class KnownBundle
{
    public required Guid Key { get; init; }

    /// <summary>The bundle's id, such as "pocket".</summary>
    public required string Name { get; init; }

    /// <summary>The first 16 bytes of the SHA-256 of its id: the same on every coordinator, without asking.</summary>
    public static Guid KeyOf(string bundleId) => new(SHA256.HashData(Encoding.UTF8.GetBytes(bundleId)).AsSpan(0, 16), bigEndian: true);
}

internal sealed class KnownBundleTable : IEntityTypeConfiguration<KnownBundle>
{
    public void Configure(EntityTypeBuilder<KnownBundle> builder) => builder.ToTable("bundles").HasKey(bundle => bundle.Key);
}

/// <summary>Notes the names of the bundles that there are at start.</summary>
internal sealed class KeepBundles(GridWriter writer, BundleCatalogue catalogue)
{
    public Task<int> RunAsync(CancellationToken cancellationToken) => writer.RunAsync(
        db => db.ExecuteRowsAsync( // primary key
            """WITH found("Key", "Name") AS (VALUES {rows}) INSERT INTO bundles ("Key", "Name") SELECT "Key", "Name" FROM found WHERE TRUE ON CONFLICT ("Key") DO NOTHING""",
            [.. catalogue.All.Select(bundle => new object?[] { KnownBundle.KeyOf(bundle.Id), bundle.Id })], [], cancellationToken), cancellationToken);
}
