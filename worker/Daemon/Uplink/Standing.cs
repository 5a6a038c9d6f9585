namespace LaionGrid.Worker.Uplink;

/// <summary>What a worker says of itself when it begins to attend.</summary>
/// <param name="BundlesOnDisk">Ids of the bundles whose files are here.</param>
/// <param name="WarmBundle">Id of the bundle in memory; empty when none is.</param>
internal sealed record Standing(IReadOnlyList<string> BundlesOnDisk, string WarmBundle);
