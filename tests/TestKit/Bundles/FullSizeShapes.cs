using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.TestKit.Bundles;

/// <summary>
/// The sides of the published models, from their config.json: runwayml/stable-diffusion-v1-5, stabilityai/stable-diffusion-2-1,
/// stabilityai/stable-diffusion-xl-base-1.0 and openai/clip-vit-large-patch14. Their parameter counts are tested.
/// </summary>
public static class FullSizeShapes
{
    /// <summary>OpenAI's CLIP ViT-L/14.</summary>
    public static ClipTextShape ClipL { get; } = new() { HiddenSize = 768, NumHiddenLayers = 12, NumAttentionHeads = 12, IsQuickGelu = true };

    /// <summary>OpenCLIP ViT-bigG/14, with its projection.</summary>
    public static ClipTextShape ClipBigG { get; } = new() { HiddenSize = 1280, NumHiddenLayers = 32, NumAttentionHeads = 20, ProjectionDim = 1280 };

    /// <summary>OpenCLIP ViT-H/14 without its last layer, as Stable Diffusion 2 has it.</summary>
    public static ClipTextShape ClipH { get; } = new() { HiddenSize = 1024, NumHiddenLayers = 23, NumAttentionHeads = 16 };

    /// <summary>OpenAI's CLIP ViT-L/14, of scores and of the safety checker.</summary>
    public static ClipVisionShape VisionL { get; } = new() { HiddenSize = 1024, NumHiddenLayers = 24, NumAttentionHeads = 16, ProjectionDim = 768 };

    public static BundleShape StableDiffusion15 { get; } = new()
    {
        Pipeline = "StableDiffusionPipeline",
        Scheduler = SchedulerConfigs.Pndm,
        Text = ClipL,
        Denoiser = new() { BlockOutChannels = [320, 640, 1280, 1280], TransformerLayers = [1, 1, 1, 0], Heads = [8, 8, 8, 8], CrossAttentionDim = 768 },
        Vae = new(),
    };

    public static BundleShape StableDiffusion21 { get; } = StableDiffusion15 with
    {
        Scheduler = SchedulerConfigs.Velocity,
        Text = ClipH,
        Denoiser = StableDiffusion15.Denoiser with { Heads = [5, 10, 20, 20], CrossAttentionDim = 1024, UseLinearProjection = true, SampleSize = 96 },
        Padding = "!",
    };

    public static BundleShape Xl { get; } = new()
    {
        Pipeline = "StableDiffusionXLPipeline",
        Scheduler = SchedulerConfigs.Euler,
        Text = ClipL,
        SecondText = ClipBigG,
        Denoiser = new()
        {
            BlockOutChannels = [320, 640, 1280],
            TransformerLayers = [0, 2, 10],
            Heads = [5, 10, 20],
            CrossAttentionDim = 2048,
            UseLinearProjection = true,
            PooledTextWidth = 1280,
            SampleSize = 128,
        },
        Vae = new() { ScalingFactor = 0.13025 },
    };
}
