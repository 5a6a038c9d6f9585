using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.TestKit.Bundles;

/// <summary>
/// A whole bundle of random weights in the ONNX layout, built like the real ones but so small that a picture takes milliseconds. Every input
/// of every network matters to its output. Pictures' sides are multiples of 16 pixels.
/// </summary>
public sealed record TinyBundle
{
    private const int Tokens = 77;

    public TinyFamily Family { get; init; }

    /// <summary>Equal seeds give equal weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Of token ids: Int32 or Int64.</summary>
    public NumberKind Ids { get; init; } = NumberKind.Int32;

    public TimestepPort Timestep { get; init; } = new(NumberKind.Int64, TimestepRank.One);

    /// <summary>Of weights, inputs and outputs: Float32 or Float16.</summary>
    public NumberKind Numbers { get; init; } = NumberKind.Float32;

    public WeightPlace Weights { get; init; }

    /// <summary>Samples that the denoiser takes at once, 1 or 2; null: any number.</summary>
    public int? FixedBatch { get; init; }

    /// <summary>Whether text models and denoiser take 77 tokens and no other number.</summary>
    public bool FixedSequence { get; init; }

    /// <summary>Whether the text model gives every layer's states; SDXL's always do.</summary>
    public bool HiddenStates { get; init; }

    /// <summary>What vae_encoder/ gives; null: there is none.</summary>
    public LatentOutput? VaeEncoder { get; init; }

    public NetworkFault DenoiserFault { get; init; }

    public NetworkFault DecoderFault { get; init; }

    /// <summary>Whether there is vae_decoder_fp32/ too, the same decoder in single precision.</summary>
    public bool FloatDecoder { get; init; }

    /// <summary>Whether there are clip/image_encoder/ and clip/text_encoder/.</summary>
    public bool Clip { get; init; }

    /// <summary>Whether there is aesthetic/, for clip/image_encoder/'s embeddings.</summary>
    public bool Aesthetic { get; init; }

    /// <summary>Whether there is nsfw/, for clip/image_encoder/'s embeddings.</summary>
    public bool Nsfw { get; init; }

    /// <summary>Whether there are safety_checker/ and feature_extractor/.</summary>
    public bool SafetyChecker { get; init; }

    /// <summary>Whether the safety checker takes every picture for unsafe, or none.</summary>
    public bool SafetyCheckerFlags { get; init; }

    /// <param name="folder">Made when it is not there.</param>
    public void Write(string folder)
    {
        var shape = TinyShapes.Of(Family);
        var writer = new BundleWriter(folder, shape, Numbers, Weights, Seed);
        writer.Index(SafetyChecker);
        writer.Texts(new() { Ids = Ids, Sequence = Sequence, HiddenStates = HiddenStates || shape.IsXl });
        writer.Denoiser(new()
        {
            TimestepKind = Timestep.Kind,
            TimestepRank = Timestep.Rank,
            Batch = FixedBatch is { } batch ? batch : new UNetPorts().Batch,
            Sequence = Sequence,
            Fault = DenoiserFault,
        });
        writer.Decoder(DecoderFault);
        if (FloatDecoder)
            writer.FloatDecoder(DecoderFault);
        if (VaeEncoder is { } output)
            writer.Encoder(output);
        WriteScores(writer);
    }

    private Side Sequence => FixedSequence ? Tokens : new ClipTextPorts().Sequence;

    private void WriteScores(BundleWriter writer)
    {
        var (vision, text) = (TinyShapes.Vision, TinyShapes.ScoreText);
        if (Clip)
        {
            writer.Network("clip/image_encoder", ClipVision.Build(vision, Numbers), ModelConfigs.Of(vision));
            writer.Network("clip/text_encoder", ClipText.Build("clip_text_encoder", text, new() { Ids = Ids, Sequence = Sequence }, Numbers), ModelConfigs.Of(text));
            writer.Json("clip", "preprocessor_config.json", ModelConfigs.Preprocessing(vision));
        }
        if (Aesthetic)
            writer.Network("aesthetic", EmbeddingHead.Aesthetic(Numbers, vision.ProjectionDim, 16, 8));
        if (Nsfw)
            writer.Network("nsfw", EmbeddingHead.Nsfw(Numbers, vision.ProjectionDim, 16, 8));
        if (SafetyChecker)
        {
            writer.Network("safety_checker", Onnx.Networks.SafetyChecker.Build(vision, Numbers, SafetyCheckerFlags), ModelConfigs.Of(vision));
            writer.Json("feature_extractor", "preprocessor_config.json", ModelConfigs.Preprocessing(vision));
        }
    }
}
