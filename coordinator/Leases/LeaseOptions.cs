using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Leases;

/// <summary>How long work may be held.</summary>
internal sealed class LeaseOptions
{
    public const string Section = "Leases";

    /// <summary>Why an attempt ended whose offer nobody claimed in time.</summary>
    public const string OfferLapsed = "offer.lapsed";

    /// <summary>Why an attempt was stopped whose job got its picture from another.</summary>
    public const string Overtaken = "attempt.overtaken";

    /// <summary>A lease lapses this many seconds after the last heartbeat, 1 to 3,600. Default 20. Heartbeats are due at a fifth.</summary>
    [Range(1, 3600, ErrorMessage = "Leases:Seconds must be 1 to 3,600.")]
    public double Seconds { get; set; } = 20;

    /// <summary>An offer that is not claimed lapses after this many seconds, 0.1 to 60. Default 5.</summary>
    [Range(0.1, 60, ErrorMessage = "Leases:OfferSeconds must be 0.1 to 60.")]
    public double OfferSeconds { get; set; } = 5;

    /// <summary>Whether idle workers try jobs whose worker is late. Default true.</summary>
    public bool SecondAttempts { get; set; } = true;

    /// <summary>A trajectory that an audit asks for is due so many seconds after the picture, 1 to 3,600. Default 120.</summary>
    [Range(1, 3600, ErrorMessage = "Leases:RevealSeconds must be 1 to 3,600.")]
    public double RevealSeconds { get; set; } = 120;

    public TimeSpan RevealLasts => TimeSpan.FromSeconds(RevealSeconds);

    public TimeSpan Lasts => TimeSpan.FromSeconds(Seconds);

    public TimeSpan Heartbeat => Lasts / 5;

    public TimeSpan OfferLasts => TimeSpan.FromSeconds(OfferSeconds);
}
