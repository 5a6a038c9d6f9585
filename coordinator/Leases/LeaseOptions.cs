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

    /// <summary>Workers of one account that work at once before they are proven, 1 to 10,000; further ones wait. Default 3.</summary>
    [Range(1, 10_000, ErrorMessage = "Leases:NewcomersPerAccount must be 1 to 10,000.")]
    public int NewcomersPerAccount { get; set; } = 3;

    /// <summary>
    /// As <see cref="NewcomersPerAccount"/>, of one IPv4 /24 or IPv6 /48 as this coordinator sees it, 1 to 100,000. Default 5. Workers on the coordinator's own machine are not counted. Behind a proxy that does not
    /// pass addresses on all workers are one block.
    /// </summary>
    [Range(1, 100_000, ErrorMessage = "Leases:NewcomersPerBlock must be 1 to 100,000.")]
    public int NewcomersPerBlock { get; set; } = 5;

    /// <summary>Share that unproven workers are given of the jobs that proven ones could do at once, 0.01 to 1. Default 0.2.</summary>
    [Range(0.01, 1.0, ErrorMessage = "Leases:NewcomerShare must be 0.01 to 1.")]
    public double NewcomerShare { get; set; } = 0.2;

    public TimeSpan RevealLasts => TimeSpan.FromSeconds(RevealSeconds);

    public TimeSpan Lasts => TimeSpan.FromSeconds(Seconds);

    public TimeSpan Heartbeat => Lasts / 5;

    public TimeSpan OfferLasts => TimeSpan.FromSeconds(OfferSeconds);
}
