using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Models;

/// <summary>Samplers between the wire and the coordinator.</summary>
internal static class SamplersGrpc
{
    /// <summary>Null for one this coordinator does not know, and for none.</summary>
    public static Sampler? ToDomain(this Wire.Sampler sampler) => sampler switch
    {
        Wire.Sampler.Ddim => Sampler.Ddim,
        Wire.Sampler.Euler => Sampler.Euler,
        Wire.Sampler.Dpmpp2M => Sampler.Dpmpp2M,
        _ => null,
    };

    public static Wire.Sampler ToWire(this Sampler sampler) => sampler switch
    {
        Sampler.Ddim => Wire.Sampler.Ddim,
        Sampler.Euler => Wire.Sampler.Euler,
        Sampler.Dpmpp2M => Wire.Sampler.Dpmpp2M,
        _ => throw new ArgumentOutOfRangeException(nameof(sampler), sampler, "A sampler without a wire value."),
    };
}
