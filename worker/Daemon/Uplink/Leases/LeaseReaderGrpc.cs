using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;

using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>Leases and reasons between the wire and the worker.</summary>
internal static class LeaseReaderGrpc
{
    private const double LeastHeartbeatMs = 10;

    public static Lease ToDomain(this Wire.Lease lease, long creditMflop)
    {
        var isCheck = lease.TaskCase == Wire.Lease.TaskOneofCase.Check;
        var settings = isCheck ? lease.Check.Settings : lease.Render?.Settings;
        var heartbeat = TimeSpan.FromMilliseconds(Math.Max(LeastHeartbeatMs, lease.HeartbeatMs));
        return new(
            lease.LeaseId, lease.Fence, heartbeat, settings?.BundleId ?? "", OrderOf(settings, lease.Render?.Seed ?? 0), isCheck, creditMflop, Convert.ToHexStringLower(lease.TicketSha256.Span), lease.Render?.JobId ?? "", SourceOf(settings));
    }

    public static Wire.LeaseToken ToToken(this Lease lease) => new() { LeaseId = lease.Id, Fence = lease.Fence };

    public static Wire.FailReason ToWire(this FailReason reason) => reason switch
    {
        FailReason.GivenBack => Wire.FailReason.GivenBack,
        FailReason.RenderError => Wire.FailReason.RenderError,
        FailReason.Bundle => Wire.FailReason.Bundle,
        FailReason.BadPicture => Wire.FailReason.BadPicture,
        FailReason.Unsupported => Wire.FailReason.Unsupported,
        FailReason.OutOfMemory => Wire.FailReason.OutOfMemory,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a wire value."),
    };

    private static LeaseSource? SourceOf(Wire.RenderSettings? settings) => settings is { SourceSha256.Length: > 0 } ? new(settings.SourceSha256, settings.MaskSha256, settings.Strength) : null;

    private static PictureOrder? OrderOf(Wire.RenderSettings? settings, long seed) => settings is not null && SamplerOf(settings.Sampler) is { } sampler
        ? new()
        {
            Prompt = settings.Prompt,
            NegativePrompt = settings.NegativePrompt,
            Width = settings.Width,
            Height = settings.Height,
            Steps = settings.Steps,
            Guidance = settings.Guidance,
            Sampler = sampler,
            Seed = seed,
        }
        : null;

    private static SamplerKind? SamplerOf(Wire.Sampler sampler) => sampler switch
    {
        Wire.Sampler.Ddim => SamplerKind.Ddim,
        Wire.Sampler.Euler => SamplerKind.Euler,
        Wire.Sampler.Dpmpp2M => SamplerKind.DpmPlusPlus2M,
        Wire.Sampler.Pndm => SamplerKind.Pndm,
        Wire.Sampler.EulerAncestral => SamplerKind.EulerAncestral,
        Wire.Sampler.Heun => SamplerKind.Heun,
        Wire.Sampler.Dpmpp2MSde => SamplerKind.DpmPlusPlus2MSde,
        Wire.Sampler.Unipc => SamplerKind.UniPc,
        Wire.Sampler.Lcm => SamplerKind.Lcm,
        _ => null,
    };
}
