using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Diffusion.Tests.Scoring;

/// <summary>A bundle of scoring parts so small that their results are known by hand: a picture's embedding is its mean colour.</summary>
internal sealed class ScoringFolder : IDisposable
{
    public const string Preprocessor = """{"size": 4, "crop_size": 4, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}""";

    private readonly string _path = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;

    /// <summary>Its embedding is (1/3, 2/3, 2/3).</summary>
    public static Picture Cyan { get; } = Plain(51, 102, 102);

    public static Picture Black { get; } = Plain(0, 0, 0);

    public BundleFolder Bundle => new(_path);

    public Scorer? Load() => Scorer.Load(Bundle, Pocket.Cpu);

    public ScoringFolder With(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_path, file))!);
        File.WriteAllText(Path.Combine(_path, file), text);
        return this;
    }

    public ScoringFolder With(string file, TinyNetwork network)
    {
        With(file, "");
        File.WriteAllBytes(Path.Combine(_path, file), network.ToModel());
        return this;
    }

    public ScoringFolder WithImageEncoder(string width = "3") => With("clip/preprocessor_config.json", Preprocessor).With(
        "clip/image_encoder/model.onnx",
        new TinyNetwork().Input("pixel_values", TinyNetwork.Float, "batch", "3", "height", "width").Mean("image_embeds", "pixel_values", 2, 3).Output("image_embeds", TinyNetwork.Float, "batch", width));

    /// <summary>A head of one operation on the whole embedding, such as ReduceMax.</summary>
    public ScoringFolder WithHead(string file, string operation, string output, string width = "1") => With(
        file,
        new TinyNetwork().Input("image_embeds", TinyNetwork.Float, "batch", "3").Node(operation, output, "image_embeds").Output(output, TinyNetwork.Float, "batch", width));

    /// <summary>Unsafe is what is not black: brighter than the other pictures it is shown, which are black.</summary>
    public ScoringFolder WithSafetyChecker() => With("feature_extractor/preprocessor_config.json", Preprocessor).With(
        "safety_checker/model.onnx",
        new TinyNetwork().Input("clip_input", TinyNetwork.Float, "batch", "3", "4", "4").Input("images", TinyNetwork.Float, "batch", "height", "width", "channels")
            .Mean("brightness", "clip_input", 1, 2, 3).Mean("other", "images", 1, 2, 3).Node("Greater", "has_nsfw_concepts", "brightness", "other")
            .Node("Identity", "out_images", "images").Output("out_images", TinyNetwork.Float, "batch", "height", "width", "channels").Output("has_nsfw_concepts", TinyNetwork.Bool, "batch"));

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static Picture Plain(byte red, byte green, byte blue) => new(8, 6, [.. Enumerable.Repeat<byte[]>([red, green, blue], 48).SelectMany(pixel => pixel)]);
}
