namespace LaionGrid.Arithmetic.Schedules;

/// <summary>What a scheduler_config.json says. Defaults are those of the published Stable Diffusion 1 configuration.</summary>
public sealed record ScheduleOptions
{
    public int TrainingSteps { get; init; } = 1000;

    public double BetaStart { get; init; } = 0.00085;

    public double BetaEnd { get; init; } = 0.012;

    public BetaSchedule BetaSchedule { get; init; } = BetaSchedule.ScaledLinear;

    /// <summary>Stretches the schedule so that its last step is pure noise (Lin and others, 2023, algorithm 1).</summary>
    public bool RescaleZeroSnr { get; init; }

    public PredictionType Prediction { get; init; } = PredictionType.Epsilon;

    /// <summary>Null is the sampler's own: linspace for those on noise levels, leading for DDIM and PNDM. LCM has a spacing of its own.</summary>
    public TimestepSpacing? Spacing { get; init; }

    /// <summary>Added to every timestep under leading spacing.</summary>
    public int StepsOffset { get; init; } = 1;

    /// <summary>Counts for Euler, Heun, DPM++ and UniPC; the others have the model's spacing alone.</summary>
    public SigmaSpacing Sigmas { get; init; } = SigmaSpacing.Model;

    /// <summary>Counts for Euler, DPM++ and UniPC; Euler ancestral and Heun end at zero.</summary>
    public FinalSigma FinalSigma { get; init; } = FinalSigma.Zero;

    /// <summary>The last step of DDIM and PNDM goes to ā = 1 when true, to ā of training step 0 when false.</summary>
    public bool SetAlphaToOne { get; init; }

    /// <summary>DDIM, Heun and LCM clip the predicted clean sample to ±<see cref="ClipSampleRange"/>.</summary>
    public bool ClipSample { get; init; }

    /// <summary>Above 0.</summary>
    public double ClipSampleRange { get; init; } = 1;

    /// <summary>1 or 2, of DPM++ and UniPC.</summary>
    public int SolverOrder { get; init; } = 2;

    public SolverType SolverType { get; init; } = SolverType.Midpoint;

    /// <summary>DPM++ takes its last step at first order below 15 steps, UniPC always.</summary>
    public bool LowerOrderFinal { get; init; } = true;

    /// <summary>DPM++ takes its last step at first order.</summary>
    public bool EulerAtFinal { get; init; }

    /// <summary>PNDM begins with linear multisteps when true, with three Runge-Kutta steps of four evaluations each when false.</summary>
    public bool SkipPrkSteps { get; init; } = true;

    /// <summary>Steps of the run that LCM was distilled from: 1 to <see cref="TrainingSteps"/>. A run cannot have more.</summary>
    public int OriginalInferenceSteps { get; init; } = 50;

    /// <summary>How fast LCM's trust in the network grows with the timestep.</summary>
    public double TimestepScaling { get; init; } = 10;
}
