using System.Text.Json.Nodes;

namespace LaionGrid.TestKit.Bundles;

/// <summary>scheduler_config.json as the models of each family come with.</summary>
internal static class SchedulerConfigs
{
    /// <summary>Stable Diffusion 1.5's.</summary>
    public static JsonObject Pndm => Usual("PNDMScheduler", ("skip_prk_steps", true));

    /// <summary>Stable Diffusion 2.1's.</summary>
    public static JsonObject Velocity => Usual("DDIMScheduler", ("prediction_type", "v_prediction"), ("skip_prk_steps", true));

    /// <summary>SDXL's.</summary>
    public static JsonObject Euler => Usual("EulerDiscreteScheduler", [.. Later, ("timestep_spacing", "leading")]);

    /// <summary>SDXL-Turbo's.</summary>
    public static JsonObject Turbo => Usual("EulerAncestralDiscreteScheduler", [.. Later, ("timestep_spacing", "trailing")]);

    /// <summary>That of the LCM distilled from Dreamshaper 7.</summary>
    public static JsonObject Lcm
    {
        get
        {
            var config = Usual(
                "LCMScheduler",
                ("original_inference_steps", 50),
                ("prediction_type", "epsilon"),
                ("rescale_betas_zero_snr", false),
                ("timestep_scaling", 10.0),
                ("timestep_spacing", "leading"));
            config["set_alpha_to_one"] = true;
            return config;
        }
    }

    private static (string, JsonNode)[] Later =>
        [("interpolation_type", "linear"), ("prediction_type", "epsilon"), ("sample_max_value", 1.0), ("skip_prk_steps", true), ("use_karras_sigmas", false)];

    private static JsonObject Usual(string name, params ReadOnlySpan<(string Key, JsonNode Value)> others)
    {
        var config = new JsonObject
        {
            ["_class_name"] = name,
            ["_diffusers_version"] = "0.22.0",
            ["beta_end"] = 0.012,
            ["beta_schedule"] = "scaled_linear",
            ["beta_start"] = 0.00085,
            ["clip_sample"] = false,
            ["num_train_timesteps"] = 1000,
            ["set_alpha_to_one"] = false,
            ["steps_offset"] = 1,
            ["trained_betas"] = null,
        };
        foreach (var (key, value) in others)
            config[key] = value;
        return config;
    }
}
