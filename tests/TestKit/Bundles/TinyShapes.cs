using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.TestKit.Bundles;

/// <summary>Each family with sides so small that a picture takes milliseconds; all that differs between families differs here too.</summary>
internal static class TinyShapes
{
    private static readonly VaeShape Vae = new() { BlockOutChannels = [8, 8, 16, 16], LayersPerBlock = 1, NormNumGroups = 4 };

    private static readonly UNetShape Denoiser = new()
    {
        BlockOutChannels = [16, 32],
        TransformerLayers = [1, 0],
        Heads = [2, 2],
        LayersPerBlock = 1,
        CrossAttentionDim = 24,
        NormNumGroups = 4,
        SampleSize = 8,
    };

    private static readonly ClipTextShape Text = new() { VocabSize = ClipVocabulary.Size, HiddenSize = 24, NumHiddenLayers = 2, NumAttentionHeads = 2, IsQuickGelu = true };

    private static readonly BundleShape First = new() { Pipeline = "StableDiffusionPipeline", Scheduler = SchedulerConfigs.Pndm, Text = Text, Denoiser = Denoiser, Vae = Vae };

    /// <summary>The picture model of scores and of the safety checker.</summary>
    public static ClipVisionShape Vision { get; } =
        new() { ImageSize = 32, PatchSize = 8, HiddenSize = 24, NumHiddenLayers = 2, NumAttentionHeads = 2, ProjectionDim = 20 };

    /// <summary>The text model of scores.</summary>
    public static ClipTextShape ScoreText { get; } = Text with { ProjectionDim = Vision.ProjectionDim };

    public static BundleShape Of(TinyFamily family) => family switch
    {
        TinyFamily.StableDiffusion2 => First with
        {
            Scheduler = SchedulerConfigs.Velocity,
            Text = Text with { HiddenSize = 32, NumAttentionHeads = 4, IsQuickGelu = false },
            Denoiser = Denoiser with { Heads = [2, 4], CrossAttentionDim = 32, UseLinearProjection = true },
            Padding = "!",
        },
        TinyFamily.Xl => Xl,
        TinyFamily.Turbo => First with { Scheduler = SchedulerConfigs.Turbo },
        TinyFamily.XlTurbo => Xl with { Scheduler = SchedulerConfigs.Turbo },
        TinyFamily.Lcm => First with
        {
            Pipeline = "LatentConsistencyModelPipeline",
            Scheduler = SchedulerConfigs.Lcm,
            Denoiser = Denoiser with { TimeCondProjDim = 256 },
        },
        TinyFamily.Inpaint => First with { Pipeline = "StableDiffusionInpaintPipeline", Denoiser = Denoiser with { InChannels = 9 } },
        _ => First,
    };

    private static BundleShape Xl => First with
    {
        Pipeline = "StableDiffusionXLPipeline",
        Scheduler = SchedulerConfigs.Euler,
        SecondText = Text with { HiddenSize = 40, NumHiddenLayers = 3, NumAttentionHeads = 4, IsQuickGelu = false, ProjectionDim = 40 },
        Denoiser = Denoiser with
        {
            BlockOutChannels = [8, 16],
            TransformerLayers = [0, 2],
            Heads = [1, 2],
            CrossAttentionDim = 64,
            UseLinearProjection = true,
            PooledTextWidth = 40,
            AdditionTimeEmbedDim = 8,
        },
        Vae = Vae with { ScalingFactor = 0.13025 },
    };
}
