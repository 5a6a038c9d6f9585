using System.Collections.Frozen;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Models;

/// <summary>Bundles that nobody may ask for now, in memory, where every ask looks. Safe to call from any thread.</summary>
internal sealed class HiddenBundles(IDbContextFactory<GridDb> databases)
{
    private volatile FrozenSet<string> _hidden = [];

    public IReadOnlyCollection<string> All => _hidden;

    public bool Contains(string bundleId) => _hidden.Contains(bundleId);

    /// <summary>Reads them anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        _hidden = (await db.HiddenBundles.Select(bundle => bundle.BundleId).ToListAsync(cancellationToken)).ToFrozenSet(StringComparer.Ordinal);
    }
}
