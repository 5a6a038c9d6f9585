using BenchmarkDotNet.Attributes;
using LaionGrid.Diffusion;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Benchmarks;

/// <summary>
/// How long does a prompt of thirty words take, weights and chunks included? With the bundled model's vocabulary, and with that of
/// the bundle folder named by LAIONGRID_BENCHMARK_BUNDLE, if any.
/// </summary>
[MemoryDiagnoser]
public class TokenizerBenchmark
{
    private const string Prompt =
        "a highly detailed photograph of an old lighthouse on a rocky cliff above a stormy sea at night, (beam of light:1.2), heavy rain, "
        + "dark clouds, dramatic lighting, sharp focus, cinematic, volumetric fog";

    private ClipTokenizer? _tokenizer;

    [ParamsSource(nameof(Folders))]
    public string Folder { get; set; } = "";

    public static IEnumerable<string> Folders =>
        new[] { PocketFolder.Path, Environment.GetEnvironmentVariable("LAIONGRID_BENCHMARK_BUNDLE") }.OfType<string>();

    [GlobalSetup]
    public void Load() => _tokenizer = new ClipTokenizer(new BundleFolder(Folder));

    [Benchmark]
    public object Encode() => _tokenizer!.Encode(PromptWeights.Parse(Prompt)); // loaded by the setup
}
