namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>A lease that is this worker's for a few seconds; claiming it makes it last.</summary>
/// <param name="Id">The lease's as well.</param>
/// <param name="Stop">Cancelled when nobody wants the picture any more. It has no timer, so there is nothing to dispose of.</param>
internal sealed record Offer(string Id, long CreditMflop, CancellationTokenSource Stop);
