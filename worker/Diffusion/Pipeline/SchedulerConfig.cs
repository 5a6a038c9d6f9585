using System.Text.Json;
using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>scheduler/scheduler_config.json as exporters write it; what it does not say is as in Stable Diffusion 1.</summary>
internal sealed record SchedulerConfig
{
    private const string File = "scheduler/scheduler_config.json";
    private const string Remedy = "Use a model whose schedule this engine knows";

    private static readonly ScheduleOptions Usual = new();

    public int NumTrainTimesteps { get; init; } = Usual.TrainingSteps;

    public double BetaStart { get; init; } = Usual.BetaStart;

    public double BetaEnd { get; init; } = Usual.BetaEnd;

    public string BetaSchedule { get; init; } = "scaled_linear";

    public string PredictionType { get; init; } = "epsilon";

    public string TimestepSpacing { get; init; } = "leading";

    public int StepsOffset { get; init; } = Usual.StepsOffset;

    public bool SetAlphaToOne { get; init; } = Usual.SetAlphaToOne;

    public bool ClipSample { get; init; } = Usual.ClipSample;

    public bool LowerOrderFinal { get; init; } = Usual.LowerOrderFinal;

    public string FinalSigmasType { get; init; } = "zero";

    public JsonElement? TrainedBetas { get; init; }

    public bool RescaleBetasZeroSnr { get; init; }

    public bool Thresholding { get; init; }

    /// <exception cref="BundleException">The file is missing or broken, or says what this engine cannot do.</exception>
    public static BundleSchedule Read(BundleFolder folder)
    {
        var config = folder.ReadJson<SchedulerConfig>(File);
        if (config.TrainedBetas is { ValueKind: not JsonValueKind.Null } || config.RescaleBetasZeroSnr || config.Thresholding)
            throw folder.Fault(File, "asks for trained betas, zero terminal noise or thresholding", Remedy);
        try
        {
            return new(new NoiseSchedule(config.ToOptions(folder)).Options, SamplerKind.Ddim);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw folder.Fault(File, $"cannot be: {error.Message}", "Fetch the model again", error);
        }
    }

    private ScheduleOptions ToOptions(BundleFolder folder) => new()
    {
        TrainingSteps = NumTrainTimesteps,
        BetaStart = BetaStart,
        BetaEnd = BetaEnd,
        BetaSchedule = Choose(folder, BetaSchedule, ("scaled_linear", Arithmetic.BetaSchedule.ScaledLinear), ("linear", Arithmetic.BetaSchedule.Linear)),
        Prediction = Choose(folder, PredictionType, ("epsilon", Arithmetic.PredictionType.Epsilon), ("v_prediction", Arithmetic.PredictionType.Velocity)),
        Spacing = Choose(folder, TimestepSpacing, ("leading", Arithmetic.TimestepSpacing.Leading), ("trailing", Arithmetic.TimestepSpacing.Trailing), ("linspace", Arithmetic.TimestepSpacing.Linspace)),
        StepsOffset = StepsOffset,
        SetAlphaToOne = SetAlphaToOne,
        ClipSample = ClipSample,
        LowerOrderFinal = LowerOrderFinal,
        FinalSigma = Choose(folder, FinalSigmasType, ("zero", FinalSigma.Zero), ("sigma_min", FinalSigma.Smallest)),
    };

    private static T Choose<T>(BundleFolder folder, string said, params (string Name, T Value)[] known)
    {
        foreach (var (name, value) in known)
        {
            if (name == said)
                return value;
        }
        throw folder.Fault(File, $"says \"{said}\" where {string.Join(" or ", known.Select(choice => choice.Name))} is known", Remedy);
    }
}
