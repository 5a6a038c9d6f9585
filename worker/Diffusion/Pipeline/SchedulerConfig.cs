using System.Text.Json;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>
/// scheduler/scheduler_config.json as exporters write it. What it does not say, or says as null, is as in Stable Diffusion 1; what it asks for
/// and this engine cannot do is refused, whichever sampler is used.
/// </summary>
internal sealed class SchedulerConfig
{
    private const string File = "scheduler/scheduler_config.json";
    private const string Remedy = "Use a model whose schedule this engine knows";

    private static readonly ScheduleOptions Usual = new();

    /// <summary>They change pixels and are not done here: each must be absent, null, false or empty.</summary>
    private static readonly string[] Unknown =
    [
        "trained_betas", "thresholding", "use_beta_sigmas", "use_lu_lambdas", "use_flow_sigmas", "use_dynamic_shifting", "shift_terminal",
        "sigma_min", "sigma_max", "lambda_min_clipped", "disable_corrector", "solver_p",
    ];

    private readonly BundleFolder _folder;
    private readonly Dictionary<string, JsonElement> _fields;

    private SchedulerConfig(BundleFolder folder) => (_folder, _fields) = (folder, folder.ReadJson<Dictionary<string, JsonElement>>(File));

    /// <exception cref="BundleException">The file is missing or broken, or asks for what this engine cannot do.</exception>
    public static ModelSchedule Read(BundleFolder folder)
    {
        var config = new SchedulerConfig(folder);
        config.RefuseUnknown();
        try
        {
            return new ModelSchedule(new NoiseSchedule(config.ToOptions()), config.ToSampler());
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw folder.Fault(File, $"cannot be: {error.Message}", "Fetch the model again", error);
        }
    }

    private ScheduleOptions ToOptions() => new()
    {
        TrainingSteps = Integer("num_train_timesteps", Usual.TrainingSteps),
        BetaStart = Number("beta_start", Usual.BetaStart),
        BetaEnd = Number("beta_end", Usual.BetaEnd),
        BetaSchedule = Choose("beta_schedule", ("scaled_linear", BetaSchedule.ScaledLinear), ("linear", BetaSchedule.Linear), ("squaredcos_cap_v2", BetaSchedule.SquaredCosine)),
        RescaleZeroSnr = Flag("rescale_betas_zero_snr", Usual.RescaleZeroSnr),
        Prediction = Choose("prediction_type", ("epsilon", PredictionType.Epsilon), ("v_prediction", PredictionType.Velocity), ("sample", PredictionType.Sample)),
        Spacing = Choose<TimestepSpacing?>("timestep_spacing", (null, Usual.Spacing), ("leading", TimestepSpacing.Leading), ("trailing", TimestepSpacing.Trailing), ("linspace", TimestepSpacing.Linspace)),
        StepsOffset = Integer("steps_offset", Usual.StepsOffset),
        Sigmas = Flag("use_karras_sigmas", false) ? SigmaSpacing.Karras : Flag("use_exponential_sigmas", false) ? SigmaSpacing.Exponential : Usual.Sigmas,
        FinalSigma = Choose("final_sigmas_type", ("zero", FinalSigma.Zero), ("sigma_min", FinalSigma.Smallest)),
        SetAlphaToOne = Flag("set_alpha_to_one", Usual.SetAlphaToOne),
        ClipSample = Flag("clip_sample", Usual.ClipSample),
        ClipSampleRange = Number("clip_sample_range", Usual.ClipSampleRange),
        SolverOrder = Integer("solver_order", Usual.SolverOrder),
        SolverType = Choose("solver_type", ("midpoint", SolverType.Midpoint), ("heun", SolverType.Heun), ("bh1", SolverType.Bh1), ("bh2", SolverType.Bh2), ("logrho", SolverType.Midpoint)),
        LowerOrderFinal = Flag("lower_order_final", Usual.LowerOrderFinal),
        EulerAtFinal = Flag("euler_at_final", Usual.EulerAtFinal),
        SkipPrkSteps = Flag("skip_prk_steps", Usual.SkipPrkSteps),
        OriginalInferenceSteps = Integer("original_inference_steps", Usual.OriginalInferenceSteps),
        TimestepScaling = Number("timestep_scaling", Usual.TimestepScaling),
    };

    /// <summary>Schedulers that are known but have no sampler here train as the others do, and Euler's method is at home with any.</summary>
    private SamplerKind ToSampler() => Choose(
        "_class_name",
        (null, SamplerKind.Ddim),
        ("DDIMScheduler", SamplerKind.Ddim),
        ("PNDMScheduler", SamplerKind.Pndm),
        ("EulerDiscreteScheduler", SamplerKind.Euler),
        ("EulerAncestralDiscreteScheduler", SamplerKind.EulerAncestral),
        ("HeunDiscreteScheduler", SamplerKind.Heun),
        ("DPMSolverMultistepScheduler", ToDpmPlusPlus()),
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

    private SamplerKind ToDpmPlusPlus() => Choose(
        "algorithm_type", ("dpmsolver++", SamplerKind.DpmPlusPlus2M), ("deis", SamplerKind.DpmPlusPlus2M), ("sde-dpmsolver++", SamplerKind.DpmPlusPlus2MSde));

    private void RefuseUnknown()
    {
        foreach (var name in Unknown)
        {
            if (Find(name) is { ValueKind: not JsonValueKind.False } value && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
                throw Fault(name, value, "null");
        }
        Choose("interpolation_type", ("linear", 0));
        Choose("timestep_type", ("discrete", 0));
        Choose("variance_type", (null, 0), ("fixed_small", 0), ("fixed_small_log", 0), ("fixed_large", 0), ("fixed_large_log", 0));
        if (!Flag("predict_x0", true))
            throw Fault("predict_x0", _fields["predict_x0"], "true");
        if (Flag("use_karras_sigmas", false) && Flag("use_exponential_sigmas", false))
            throw Fault("use_exponential_sigmas", _fields["use_exponential_sigmas"], "false beside use_karras_sigmas");
    }

    /// <summary>The value of the name that the field says; of the first where it says nothing.</summary>
    private T Choose<T>(string field, params (string? Name, T Value)[] known)
    {
        if (Find(field) is not { } value)
            return known[0].Value;
        var said = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        foreach (var (name, choice) in known)
        {
            if (name is not null && name == said)
                return choice;
        }
        throw Fault(field, value, string.Join(" or ", known.Select(choice => choice.Name).OfType<string>()));
    }

    private bool Flag(string field, bool usual) => Find(field) switch
    {
        null => usual,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Fault(field, value, "true or false"),
    };

    private int Integer(string field, int usual) =>
        Find(field) is not { } value ? usual
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Fault(field, value, "a whole number");

    private double Number(string field, double usual) =>
        Find(field) is not { } value ? usual
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw Fault(field, value, "a number");

    private JsonElement? Find(string field) => _fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private BundleException Fault(string field, JsonElement said, string known) =>
        _folder.Fault(File, $"says {said.GetRawText()} for {field}, where {known} is known", Remedy);
}
