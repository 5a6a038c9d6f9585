namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>What a lease's picture begins from.</summary>
/// <param name="Sha256">Of the picture's PNG.</param>
/// <param name="MaskSha256">Of the mask's; empty when all of the picture is made anew.</param>
/// <param name="Strength">How much of it is made anew.</param>
internal sealed record LeaseSource(string Sha256, string MaskSha256, double Strength);
