using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Scoring;
using LaionGrid.TestKit.Onnx;

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

    /// <param name="file">A model.onnx.</param>
    public ScoringFolder With(string file, Graph network)
    {
        ModelFile.Write(network, Path.GetDirectoryName(Path.Combine(_path, file))!, WeightPlace.Inside, seed: 1);
        return this;
    }

    public ScoringFolder WithImageEncoder() => With("clip/preprocessor_config.json", Preprocessor).With("clip/image_encoder/model.onnx", TinyNetwork.ImageEncoder(width: 3));

    /// <summary>A head of one operation on the whole embedding, such as ReduceMax.</summary>
    public ScoringFolder WithHead(string file, string operation, string output, int width = 1) => With(file, TinyNetwork.Head(output, width, operation));

    /// <summary>Unsafe is what is not black: brighter than the other pictures it is shown, which are black.</summary>
    public ScoringFolder WithSafetyChecker() =>
        With("feature_extractor/preprocessor_config.json", Preprocessor).With("safety_checker/model.onnx", TinyNetwork.SafetyChecker());

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static Picture Plain(byte red, byte green, byte blue) => new(8, 6, [.. Enumerable.Repeat<byte[]>([red, green, blue], 48).SelectMany(pixel => pixel)]);
}
