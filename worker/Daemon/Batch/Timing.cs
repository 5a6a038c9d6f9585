using System.Text.Json.Serialization;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Batch;

/// <summary>A picture that a machine of this kind rendered.</summary>
/// <param name="Mflop">What it was worth, which follows from its bundle, size, steps and guidance.</param>
internal sealed record Timing(string BundleId, int Width, int Height, long Mflop, double Seconds)
{
    public static Timing Of(Lease lease, TimeSpan took) => new(lease.BundleId, lease.Order?.Width ?? 0, lease.Order?.Height ?? 0, lease.CreditMflop, took.TotalSeconds);

    [JsonIgnore]
    public double SecondsPerMflop => Seconds / Mflop;
}
