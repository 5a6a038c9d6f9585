namespace LaionGrid.Worker.Uplink;

/// <summary>What a worker says of itself when it begins to attend.</summary>
/// <param name="BundlesOnDisk">Ids of the bundles whose files are here.</param>
/// <param name="BundlesWithoutRoom">Ids of those that its disk has no room for.</param>
/// <param name="WarmBundle">Id of the bundle in memory; empty when none is.</param>
internal sealed record Standing(IReadOnlyList<string> BundlesOnDisk, IReadOnlyList<string> BundlesWithoutRoom, string WarmBundle);
