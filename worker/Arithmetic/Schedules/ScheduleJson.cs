using System.Text.Json;

namespace LaionGrid.Arithmetic.Schedules;

/// <summary>
/// A scheduler_config.json as exporters write it. What it does not say, or says as null, is as in Stable Diffusion 1; what it asks for
/// and is not known here is refused, whichever sampler is used.
/// </summary>
public sealed class ScheduleJson
{
    /// <summary>Where a bundle keeps it.</summary>
    public const string FileName = "scheduler/scheduler_config.json";

    /// <summary>Python writes it into configurations, as the bound that bounds nothing; JSON has no such number.</summary>
    private const string MinusInfinity = ": -Infinity";

    private static readonly ScheduleOptions Usual = new();

    /// <summary>They change pixels and are not done here: each must be absent, null, false or empty.</summary>
    private static readonly string[] Unknown =
    [
        "trained_betas", "thresholding", "use_beta_sigmas", "use_lu_lambdas", "use_flow_sigmas", "use_dynamic_shifting", "shift_terminal",
        "sigma_min", "sigma_max", "lambda_min_clipped", "disable_corrector", "solver_p",
    ];

    private readonly Dictionary<string, JsonElement> _fields;

    /// <exception cref="ScheduleException">The text is no such JSON, or asks for what is not known here.</exception>
    public ScheduleJson(string text)
    {
        try
        {
            _fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text.Replace(MinusInfinity, ": null", StringComparison.Ordinal)) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new ScheduleException($"is not the JSON it should be: {error.Message}", error);
        }
        RefuseUnknown();
    }

    /// <exception cref="ScheduleException">A value is not known here, or there can be no such schedule.</exception>
    public NoiseSchedule ToSchedule()
    {
        try
        {
            return new NoiseSchedule(ToOptions());
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new ScheduleException($"cannot be: {error.Message}", error);
        }
    }

    /// <summary>The value of the name that the field says; of the first where it says nothing.</summary>
    /// <exception cref="ScheduleException">It says another name.</exception>
    public T Choose<T>(string field, params (string? Name, T Value)[] known)
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

    private static ScheduleException Fault(string field, JsonElement said, string known) => new($"says {said.GetRawText()} for {field}, where {known} is known");
}
