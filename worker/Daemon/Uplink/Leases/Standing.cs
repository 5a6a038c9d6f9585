namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>What a worker says of itself when it begins to attend.</summary>
/// <param name="BundlesOnDisk">Ids of the bundles whose files are here.</param>
/// <param name="BundlesWithoutRoom">Ids of those that its disk has no room for.</param>
/// <param name="WarmBundle">Id of the bundle in memory; empty when none is.</param>
/// <param name="TakesChecks">Whether it checks others' work too when it is asked to.</param>
internal sealed record Standing(IReadOnlyList<string> BundlesOnDisk, IReadOnlyList<string> BundlesWithoutRoom, string WarmBundle, bool TakesChecks = true);
