namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>What the coordinator said to a finished attempt.</summary>
/// <param name="IsRevealWanted">It is audited: the trajectory is to be revealed.</param>
/// <param name="Ticket">The lottery's, hexadecimal; empty while the audit goes on.</param>
internal sealed record Completion(bool IsRevealWanted, string Ticket);
