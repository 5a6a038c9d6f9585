using System.Text.Json.Nodes;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.TestKit.Bundles;

/// <summary>Writes a bundle's parts, each into its folder, as exporters lay them out.</summary>
internal sealed class BundleWriter(string folder, BundleShape shape, NumberKind numbers, WeightPlace place, ulong seed)
{
    private const int CellPixels = 8;

    /// <summary>model_index.json and the scheduler.</summary>
    /// <param name="hasSafetyChecker">Whether that part is there.</param>
    public void Index(bool hasSafetyChecker = false)
    {
        var index = new JsonObject
        {
            ["_class_name"] = shape.Pipeline,
            ["_diffusers_version"] = "0.22.0",
            ["scheduler"] = Part("diffusers", shape.Scheduler["_class_name"]!.GetValue<string>()), // each of ours has one
            ["text_encoder"] = Part("transformers", "CLIPTextModel"),
            ["tokenizer"] = Part("transformers", "CLIPTokenizer"),
            ["unet"] = Part("diffusers", "UNet2DConditionModel"),
            ["vae"] = Part("diffusers", "AutoencoderKL"),
        };
        if (shape.IsXl)
        {
            index["force_zeros_for_empty_prompt"] = true;
            index["text_encoder_2"] = Part("transformers", "CLIPTextModelWithProjection");
            index["tokenizer_2"] = Part("transformers", "CLIPTokenizer");
        }
        else
        {
            index["feature_extractor"] = hasSafetyChecker ? Part("transformers", "CLIPImageProcessor") : Part(null, null);
            index["requires_safety_checker"] = hasSafetyChecker;
            index["safety_checker"] = hasSafetyChecker ? Part("stable_diffusion", "StableDiffusionSafetyChecker") : Part(null, null);
        }
        Directory.CreateDirectory(folder);
        JsonFile.Write(Path.Combine(folder, "model_index.json"), index);
        Json("scheduler", "scheduler_config.json", shape.Scheduler);
    }

    /// <summary>Tokenizers and text models.</summary>
    public void Texts(ClipTextPorts ports)
    {
        ClipVocabulary.Write(Path.Combine(folder, "tokenizer"), shape.Padding, shape.Text.VocabSize);
        Network("text_encoder", ClipText.Build("text_encoder", shape.Text, ports, numbers), ModelConfigs.Of(shape.Text));
        if (shape.SecondText is not { } second)
            return;
        ClipVocabulary.Write(Path.Combine(folder, "tokenizer_2"), "!", second.VocabSize);
        Network("text_encoder_2", ClipText.Build("text_encoder_2", second, ports, numbers), ModelConfigs.Of(second));
    }

    public void Denoiser(UNetPorts ports) => Network("unet", UNet.Build(shape.Denoiser, ports, numbers), ModelConfigs.Of(shape.Denoiser));

    public void Decoder(NetworkFault fault = NetworkFault.None) => Network("vae_decoder", VaeDecoder.Build(shape.Vae, numbers, fault), VaeConfig);

    /// <summary>The decoder once more, in single precision.</summary>
    public void FloatDecoder(NetworkFault fault) => Network("vae_decoder_fp32", VaeDecoder.Build(shape.Vae, NumberKind.Float32, fault), VaeConfig);

    public void Encoder(LatentOutput output) => Network("vae_encoder", VaeEncoder.Build(shape.Vae, numbers, output), VaeConfig);

    /// <param name="part">The folder's name, with '/' between levels.</param>
    public void Network(string part, Graph graph, JsonObject? config = null)
    {
        ModelFile.Write(graph, Path.Combine(folder, part), place, seed);
        if (config is not null)
            Json(part, "config.json", config);
    }

    public void Json(string part, string name, JsonObject content)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, part)).FullName;
        JsonFile.Write(Path.Combine(path, name), content);
    }

    private JsonObject VaeConfig => ModelConfigs.Of(shape.Vae, shape.Denoiser.SampleSize * CellPixels, shape.IsXl);

    private static JsonArray Part(string? library, string? name) => [library, name];
}
