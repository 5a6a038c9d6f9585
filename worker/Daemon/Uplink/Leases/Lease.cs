using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>The right to one attempt, with all it takes to render.</summary>
/// <param name="Fence">Repeated in every call of the attempt; an overtaken worker's is too old.</param>
/// <param name="Heartbeat">Heartbeats are due this often.</param>
/// <param name="Order">Null when this worker does not know the kind of task or a setting of it.</param>
/// <param name="IsCheck">Single evaluations of somebody's picture, instead of a picture.</param>
/// <param name="CreditMflop">What the offer said it is worth.</param>
/// <param name="TicketSha256">What the lottery's ticket must hash to when it comes to light, hexadecimal; empty for a check.</param>
/// <param name="JobId">The picture that it is an attempt at; empty for a check.</param>
/// <param name="Source">What the picture begins from, which the order leaves out until it is fetched; null for one from noise.</param>
internal sealed record Lease(string Id, long Fence, TimeSpan Heartbeat, string BundleId, PictureOrder? Order, bool IsCheck, long CreditMflop, string TicketSha256 = "", string JobId = "", LeaseSource? Source = null)
{
    /// <summary>Without the prompt: records print their members, and a log must not.</summary>
    public override string ToString() => Id;
}
