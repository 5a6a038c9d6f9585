using System.Text.Json;
using Google.Protobuf.Reflection;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Models;

/// <summary>Samplers between the wire and the coordinator.</summary>
internal static class SamplersGrpc
{
    private static readonly EnumDescriptor Names = Wire.JobsReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(Wire.Sampler));

    /// <summary>As manifests spell them.</summary>
    public static IEnumerable<string> WireNames => Names.Values.Where(name => name.Number != (int)Wire.Sampler.Unspecified).Select(name => name.Name);

    /// <summary>The first name of a manifest's limits that is no sampler's; null when all are. Its parser passes over such a name as if it were not there, and the bundle would be rendered another way.</summary>
    public static string? FirstUnknown(string manifest)
    {
        using var document = JsonDocument.Parse(manifest);
        return document.RootElement.TryGetProperty("limits", out var limits)
            ? limits.EnumerateObject().Where(field => field.Name is "defaultSampler" or "default_sampler" or "samplers").SelectMany(field => TextsOf(field.Value)).FirstOrDefault(name => Names.FindValueByName(name) is null)
            : null;
    }

    /// <summary>Null for one this coordinator does not know, and for none.</summary>
    public static Sampler? ToDomain(this Wire.Sampler sampler) => sampler switch
    {
        Wire.Sampler.Ddim => Sampler.Ddim,
        Wire.Sampler.Euler => Sampler.Euler,
        Wire.Sampler.Dpmpp2M => Sampler.Dpmpp2M,
        Wire.Sampler.Pndm => Sampler.Pndm,
        Wire.Sampler.EulerAncestral => Sampler.EulerAncestral,
        Wire.Sampler.Heun => Sampler.Heun,
        Wire.Sampler.Dpmpp2MSde => Sampler.Dpmpp2MSde,
        Wire.Sampler.Unipc => Sampler.UniPc,
        Wire.Sampler.Lcm => Sampler.Lcm,
        _ => null,
    };

    public static Wire.Sampler ToWire(this Sampler sampler) => sampler switch
    {
        Sampler.Ddim => Wire.Sampler.Ddim,
        Sampler.Euler => Wire.Sampler.Euler,
        Sampler.Dpmpp2M => Wire.Sampler.Dpmpp2M,
        Sampler.Pndm => Wire.Sampler.Pndm,
        Sampler.EulerAncestral => Wire.Sampler.EulerAncestral,
        Sampler.Heun => Wire.Sampler.Heun,
        Sampler.Dpmpp2MSde => Wire.Sampler.Dpmpp2MSde,
        Sampler.UniPc => Wire.Sampler.Unipc,
        Sampler.Lcm => Wire.Sampler.Lcm,
        _ => throw new ArgumentOutOfRangeException(nameof(sampler), sampler, "A sampler without a wire value."),
    };

    private static IEnumerable<string> TextsOf(JsonElement value) => (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : (IEnumerable<JsonElement>)[value])
        .Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString() ?? "");
}
