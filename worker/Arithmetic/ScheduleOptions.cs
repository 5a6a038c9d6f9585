namespace LaionGrid.Arithmetic;

/// <summary>How the variance grows over the training steps.</summary>
public enum BetaSchedule
{
    /// <summary>Evenly in beta.</summary>
    Linear,

    /// <summary>Evenly in the square root of beta.</summary>
    ScaledLinear,
}

/// <summary>What the network predicts.</summary>
public enum PredictionType
{
    /// <summary>The noise ε.</summary>
    Epsilon,

    /// <summary>The velocity v = √ā ε - √(1-ā) x0.</summary>
    Velocity,
}

/// <summary>Which of the training steps are taken.</summary>
public enum TimestepSpacing
{
    Leading,
    Trailing,
    Linspace,
}

/// <summary>Where a multistep sampler ends.</summary>
public enum FinalSigma
{
    /// <summary>At no noise.</summary>
    Zero,

    /// <summary>At the noise of training step 0.</summary>
    Smallest,
}

/// <summary>What a scheduler_config.json says. Defaults are those of the published Stable Diffusion 1 configuration.</summary>
public sealed record ScheduleOptions
{
    public int TrainingSteps { get; init; } = 1000;

    public double BetaStart { get; init; } = 0.00085;

    public double BetaEnd { get; init; } = 0.012;

    public BetaSchedule BetaSchedule { get; init; } = BetaSchedule.ScaledLinear;

    public PredictionType Prediction { get; init; } = PredictionType.Epsilon;

    public TimestepSpacing Spacing { get; init; } = TimestepSpacing.Leading;

    /// <summary>Added to every timestep under leading spacing.</summary>
    public int StepsOffset { get; init; } = 1;

    /// <summary>DDIM's last step goes to ā = 1 when true, to ā of training step 0 when false.</summary>
    public bool SetAlphaToOne { get; init; }

    /// <summary>DDIM clips the predicted clean sample to -1..1.</summary>
    public bool ClipSample { get; init; }

    /// <summary>DPM++ 2M takes its last step at first order below 15 steps.</summary>
    public bool LowerOrderFinal { get; init; } = true;

    public FinalSigma FinalSigma { get; init; } = FinalSigma.Zero;
}
