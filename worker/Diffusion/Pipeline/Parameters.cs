using System.Globalization;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>The text that says how a picture was made, in the form that image tools commonly read from a PNG's "parameters".</summary>
public static class Parameters
{
    /// <param name="model">The bundle's name, such as "pocket".</param>
    public static string Describe(PictureOrder order, string model)
    {
        var negative = order.NegativePrompt.Length == 0 ? "" : $"\nNegative prompt: {order.NegativePrompt}";
        var spacing = order.Sigmas is { } sigmas and not SigmaSpacing.Model ? $", Schedule type: {sigmas}" : "";
        var skip = order.ClipSkip > 0 ? $", Clip skip: {order.ClipSkip + 1}" : ""; // as those tools count: 1 is none
        var strength = order.Source is { } source ? string.Create(CultureInfo.InvariantCulture, $", Denoising strength: {source.Strength:0.###}") : "";
        var guidance = order.Guidance.ToString("0.###", CultureInfo.InvariantCulture);
        return $"{order.Prompt}{negative}\nSteps: {order.Steps}, Sampler: {NameOf(order.Sampler)}{spacing}, CFG scale: {guidance}, Seed: {(uint)order.Seed}, "
            + $"Size: {order.Width}x{order.Height}{skip}{strength}, Model: {model}, Version: laiongrid {DiffusionPipeline.EngineVersion}";
    }

    private static string NameOf(SamplerKind sampler) => sampler switch
    {
        SamplerKind.Ddim => "DDIM",
        SamplerKind.Euler => "Euler",
        SamplerKind.DpmPlusPlus2M => "DPM++ 2M",
        SamplerKind.Pndm => "PNDM",
        SamplerKind.EulerAncestral => "Euler a",
        SamplerKind.Heun => "Heun",
        SamplerKind.DpmPlusPlus2MSde => "DPM++ 2M SDE",
        SamplerKind.UniPc => "UniPC",
        SamplerKind.Lcm => "LCM",
        _ => throw new ArgumentOutOfRangeException(nameof(sampler), sampler, "There is no such sampler."),
    };
}
