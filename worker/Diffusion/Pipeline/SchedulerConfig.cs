using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Reads a model's schedule, and which sampler its makers chose.</summary>
internal static class SchedulerConfig
{
    private const string Remedy = "Use a model whose schedule this engine knows";

    /// <exception cref="BundleException">The file is missing or broken, or asks for what this engine cannot do.</exception>
    public static ModelSchedule Read(BundleFolder folder)
    {
        var text = folder.ReadText(ScheduleJson.FileName);
        try
        {
            var json = new ScheduleJson(text);
            return new ModelSchedule(json.ToSchedule(), ToSampler(json));
        }
        catch (ScheduleException error)
        {
            throw folder.Fault(ScheduleJson.FileName, error.Message, Remedy, error);
        }
    }

    /// <summary>Schedulers that are known but have no sampler here train as the others do, and Euler's method is at home with any.</summary>
    private static SamplerKind ToSampler(ScheduleJson json) => json.Choose(
        "_class_name",
        (null, SamplerKind.Ddim),
        ("DDIMScheduler", SamplerKind.Ddim),
        ("PNDMScheduler", SamplerKind.Pndm),
        ("EulerDiscreteScheduler", SamplerKind.Euler),
        ("EulerAncestralDiscreteScheduler", SamplerKind.EulerAncestral),
        ("HeunDiscreteScheduler", SamplerKind.Heun),
        ("DPMSolverMultistepScheduler", ToDpmPlusPlus(json)),
        ("UniPCMultistepScheduler", SamplerKind.UniPc),
        ("LCMScheduler", SamplerKind.Lcm),
        ("DDPMScheduler", SamplerKind.Euler),
        ("DEISMultistepScheduler", SamplerKind.Euler),
        ("DPMSolverSDEScheduler", SamplerKind.Euler),
        ("DPMSolverSinglestepScheduler", SamplerKind.Euler),
        ("KDPM2AncestralDiscreteScheduler", SamplerKind.Euler),
        ("KDPM2DiscreteScheduler", SamplerKind.Euler),
        ("LMSDiscreteScheduler", SamplerKind.Euler),
        ("TCDScheduler", SamplerKind.Euler));

    private static SamplerKind ToDpmPlusPlus(ScheduleJson json) => json.Choose(
        "algorithm_type", ("dpmsolver++", SamplerKind.DpmPlusPlus2M), ("deis", SamplerKind.DpmPlusPlus2M), ("sde-dpmsolver++", SamplerKind.DpmPlusPlus2MSde));
}
