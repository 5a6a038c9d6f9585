using System.Globalization;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>Samplers between the wire and the names of <see cref="Samplers"/>.</summary>
internal static class SamplersGrpc
{
    private const string Newer = "sampler-";

    /// <param name="name">Empty for the bundle's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">It names none.</exception>
    public static Wire.Sampler ToWire(string name) => name switch
    {
        "" => Wire.Sampler.Unspecified,
        "ddim" => Wire.Sampler.Ddim,
        "euler" => Wire.Sampler.Euler,
        "dpmpp_2m" => Wire.Sampler.Dpmpp2M,
        "pndm" => Wire.Sampler.Pndm,
        "euler_a" => Wire.Sampler.EulerAncestral,
        "heun" => Wire.Sampler.Heun,
        "dpmpp_2m_sde" => Wire.Sampler.Dpmpp2MSde,
        "unipc" => Wire.Sampler.Unipc,
        "lcm" => Wire.Sampler.Lcm,
        _ when name.StartsWith(Newer, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Newer.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => (Wire.Sampler)number,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No sampler has this name."),
    };

    /// <summary>One of a coordinator that is newer than this site goes by its number, so that a picture of it can be made again all the same.</summary>
    public static string ToName(this Wire.Sampler sampler) => sampler switch
    {
        Wire.Sampler.Unspecified => "",
        Wire.Sampler.Ddim => "ddim",
        Wire.Sampler.Euler => "euler",
        Wire.Sampler.Dpmpp2M => "dpmpp_2m",
        Wire.Sampler.Pndm => "pndm",
        Wire.Sampler.EulerAncestral => "euler_a",
        Wire.Sampler.Heun => "heun",
        Wire.Sampler.Dpmpp2MSde => "dpmpp_2m_sde",
        Wire.Sampler.Unipc => "unipc",
        Wire.Sampler.Lcm => "lcm",
        _ => $"{Newer}{((int)sampler).ToString(CultureInfo.InvariantCulture)}",
    };

    /// <summary>What a bundle can be asked for, as far as this site knows it.</summary>
    public static IReadOnlyList<SamplerView> SamplersOf(this Wire.BundleLimits limits)
    {
        // As the wire says of coordinators that name none.
        IEnumerable<Wire.Sampler> offered = limits.Samplers.Count > 0 ? limits.Samplers : [Wire.Sampler.Ddim, Wire.Sampler.Euler, Wire.Sampler.Dpmpp2M];
        var names = offered.Select(ToName).ToHashSet();
        return [.. Samplers.All.Where(sampler => names.Contains(sampler.Name))];
    }
}
