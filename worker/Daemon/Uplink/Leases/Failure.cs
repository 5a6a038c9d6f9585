namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>An attempt that ended without a picture.</summary>
/// <param name="Detail">For the operator's log; holds no prompt.</param>
/// <param name="IsDevices">The device did not do; neither the picture nor the bundle is to blame.</param>
internal sealed record Failure(FailReason Reason, string Detail, bool IsDevices = false);
