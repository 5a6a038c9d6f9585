using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Uplink;

/// <summary>The right to one attempt, with all it takes to render.</summary>
/// <param name="Fence">Repeated in every call of the attempt; an overtaken worker's is too old.</param>
/// <param name="Heartbeat">Heartbeats are due this often.</param>
/// <param name="Order">Null when this worker does not know the kind of task or a setting of it.</param>
/// <param name="IsRecheck">A referee's render: without previews.</param>
/// <param name="CreditMflop">What the offer said it is worth.</param>
internal sealed record Lease(string Id, long Fence, TimeSpan Heartbeat, string BundleId, PictureOrder? Order, bool IsRecheck, long CreditMflop)
{
    /// <summary>Without the prompt: records print their members, and a log must not.</summary>
    public override string ToString() => Id;
}
