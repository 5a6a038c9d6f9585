namespace LaionGrid.Worker.Uplink;

/// <summary>An attempt that ended without a picture.</summary>
/// <param name="Detail">For the operator's log; holds no prompt.</param>
internal sealed record Failure(FailReason Reason, string Detail);
