namespace LaionGrid.Worker.Uplink.Auditing;

/// <summary>A finished lease whose trajectory an audit wants.</summary>
internal sealed record Reveal(string LeaseId, long Fence);
