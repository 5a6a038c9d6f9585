using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Pipeline;

public sealed class SchedulerConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;

    public SchedulerConfigTests() => Directory.CreateDirectory(Path.Combine(_folder, "scheduler"));

    [Fact]
    public void Read_OfAnEmptyConfig_IsStableDiffusionOnes()
    {
        var schedule = Read("{}");

        Assert.Equal(new ScheduleOptions(), schedule.Noise.Options);
        Assert.Equal(SamplerKind.Ddim, schedule.Sampler);
    }

    [Fact]
    public void Read_OfNulls_TakesThemAsAbsent() => Assert.Equal(
        new ScheduleOptions(),
        Read("""{ "_class_name": null, "beta_start": null, "timestep_spacing": null, "trained_betas": null, "sigma_max": null, "use_karras_sigmas": null, "variance_type": null }""").Noise.Options);

    /// <summary>As exporters write the multistep solver's configuration, with the infinity that Python has and JSON has not.</summary>
    [Fact]
    public void Read_OfAConfigThatSaysEverything_HasItAll()
    {
        var schedule = Read("""
            {
              "_class_name": "DPMSolverMultistepScheduler", "_diffusers_version": "0.30.0", "algorithm_type": "sde-dpmsolver++",
              "beta_start": 0.001, "beta_end": 0.02, "beta_schedule": "linear", "num_train_timesteps": 500, "prediction_type": "v_prediction",
              "timestep_spacing": "trailing", "steps_offset": 0, "use_exponential_sigmas": true, "final_sigmas_type": "sigma_min",
              "solver_order": 1, "solver_type": "heun", "lower_order_final": false, "euler_at_final": true, "lambda_min_clipped": -Infinity,
              "rescale_betas_zero_snr": true, "set_alpha_to_one": true, "clip_sample": true, "clip_sample_range": 2.5, "skip_prk_steps": false,
              "original_inference_steps": 25, "timestep_scaling": 5.0, "thresholding": false, "disable_corrector": [], "predict_x0": true
            }
            """);

        Assert.Equal(SamplerKind.DpmPlusPlus2MSde, schedule.Sampler);
        Assert.Equal(
            new ScheduleOptions
            {
                BetaStart = 0.001, BetaEnd = 0.02, BetaSchedule = BetaSchedule.Linear, TrainingSteps = 500, Prediction = PredictionType.Velocity,
                Spacing = TimestepSpacing.Trailing, StepsOffset = 0, Sigmas = SigmaSpacing.Exponential, FinalSigma = FinalSigma.Smallest,
                SolverOrder = 1, SolverType = SolverType.Heun, LowerOrderFinal = false, EulerAtFinal = true,
                RescaleZeroSnr = true, SetAlphaToOne = true, ClipSample = true, ClipSampleRange = 2.5, SkipPrkSteps = false,
                OriginalInferenceSteps = 25, TimestepScaling = 5,
            },
            schedule.Noise.Options);
    }

    [Theory]
    [InlineData("DDIMScheduler", SamplerKind.Ddim)]
    [InlineData("PNDMScheduler", SamplerKind.Pndm)]
    [InlineData("EulerDiscreteScheduler", SamplerKind.Euler)]
    [InlineData("EulerAncestralDiscreteScheduler", SamplerKind.EulerAncestral)]
    [InlineData("HeunDiscreteScheduler", SamplerKind.Heun)]
    [InlineData("DPMSolverMultistepScheduler", SamplerKind.DpmPlusPlus2M)]
    [InlineData("UniPCMultistepScheduler", SamplerKind.UniPc)]
    [InlineData("LCMScheduler", SamplerKind.Lcm)]
    [InlineData("LMSDiscreteScheduler", SamplerKind.Euler)]
    [InlineData("DDPMScheduler", SamplerKind.Euler)]
    public void Read_OfAClass_TellsItsSampler(string name, SamplerKind sampler) => Assert.Equal(sampler, Read($$"""{ "_class_name": "{{name}}" }""").Sampler);

    [Theory]
    [InlineData("_class_name", "\"FlowMatchEulerDiscreteScheduler\"")]
    [InlineData("algorithm_type", "\"dpmsolver\"")]
    [InlineData("beta_schedule", "\"exp\"")]
    [InlineData("beta_start", "\"small\"")]
    [InlineData("clip_sample", "1")]
    [InlineData("disable_corrector", "[0]")]
    [InlineData("final_sigmas_type", "\"one\"")]
    [InlineData("interpolation_type", "\"log_linear\"")]
    [InlineData("lambda_min_clipped", "-5.1")]
    [InlineData("num_train_timesteps", "1000.5")]
    [InlineData("predict_x0", "false")]
    [InlineData("prediction_type", "\"flow_prediction\"")]
    [InlineData("shift_terminal", "0.1")]
    [InlineData("sigma_max", "700.0")]
    [InlineData("sigma_min", "0.02")]
    [InlineData("solver_p", "{}")]
    [InlineData("solver_type", "\"bh3\"")]
    [InlineData("thresholding", "true")]
    [InlineData("timestep_spacing", "7")]
    [InlineData("timestep_type", "\"continuous\"")]
    [InlineData("trained_betas", "[0.1, 0.2]")]
    [InlineData("use_beta_sigmas", "true")]
    [InlineData("use_dynamic_shifting", "true")]
    [InlineData("use_flow_sigmas", "true")]
    [InlineData("use_lu_lambdas", "true")]
    [InlineData("variance_type", "\"learned\"")]
    public void Read_OfWhatIsNotDoneHere_NamesTheFieldAndWhatItSays(string field, string value)
    {
        var error = Assert.Throws<BundleException>(() => Read($$"""{ "{{field}}": {{value}} }"""));

        Assert.Contains(Path.Combine(_folder, "scheduler", "scheduler_config.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains($"says {value} for {field}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfTwoSpacingsOfNoise_IsRefused() => Assert.Contains(
        "use_exponential_sigmas",
        Assert.Throws<BundleException>(() => Read("""{ "use_karras_sigmas": true, "use_exponential_sigmas": true }""")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("beta_end", "2")]
    [InlineData("solver_order", "3")]
    [InlineData("num_train_timesteps", "1")]
    [InlineData("clip_sample_range", "0")]
    [InlineData("original_inference_steps", "1001")]
    public void Read_OfANumberOutOfItsRange_IsRefused(string field, string value) =>
        Assert.Contains("cannot be", Assert.Throws<BundleException>(() => Read($$"""{ "{{field}}": {{value}} }""")).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ModelSchedule Read(string config)
    {
        File.WriteAllText(Path.Combine(_folder, "scheduler", "scheduler_config.json"), config);
        return SchedulerConfig.Read(new BundleFolder(_folder));
    }
}
