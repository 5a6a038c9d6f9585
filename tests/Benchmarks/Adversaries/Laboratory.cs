using System.Text.Json;
using LaionGrid.Benchmarks.Adversaries.Networks;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>The bundled model as honest workers, cheats and referees run it. For one thread at a time.</summary>
internal sealed class Laboratory : IDisposable
{
    private static readonly Dictionary<string, Func<ModelProto, ModelProto>> Rewritten = new()
    {
        ["fp16"] = Precision.Halves,
        ["tf32"] = Precision.ShortFactors,
        ["8-bit weights"] = model => WeightChange.Quantise(model, 8, perChannel: true),
        ["8-bit weights, one scale"] = model => WeightChange.Quantise(model, 8, perChannel: false),
        ["6-bit weights"] = model => WeightChange.Quantise(model, 6, perChannel: true),
        ["4-bit weights"] = model => WeightChange.Quantise(model, 4, perChannel: true),
        ["8-bit weights and activations"] = model => Precision.EightBitActivations(WeightChange.Quantise(model, 8, perChannel: true)),
        ["pruned by a tenth"] = model => WeightChange.Prune(model, 0.1),
        ["pruned by 3 tenths"] = model => WeightChange.Prune(model, 0.3),
        ["narrower by a quarter"] = model => WeightChange.Narrow(model, 0.25),
        ["another checkpoint"] = model => WeightChange.Move(model, 0.01f),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, DiffusionPipeline> _engines = [];

    private CachingDenoiser? _caching;

    public Laboratory() => Referee = Honest("as workers run", ComputeDevice.Cpu());

    public static string Bundle => PocketFolder.Path;

    public ComputeShare Compute { get; } = new(Bundle);

    /// <summary>The unaltered network.</summary>
    public DiffusionPipeline Referee { get; }

    /// <summary>The network that may use features of an earlier step.</summary>
    public CachingDenoiser Caching => _caching ??= MakeCaching();

    /// <summary>Rough colours of a latent, from the bundle's manifest.</summary>
    public static LatentPreview Preview { get; } = ReadPreview();

    /// <summary>The unaltered network under other settings.</summary>
    public DiffusionPipeline Honest(string name, ComputeDevice device) => Keep(name, () => DiffusionPipeline.Load(Bundle, device));

    /// <summary>A network that was rewritten.</summary>
    /// <param name="name">One of those known here.</param>
    public DiffusionPipeline Variant(string name) => Keep(name, () =>
    {
        var folder = _folder[name];
        NetworkFile.Rewrite(Bundle, folder, Rewritten[name]);
        return DiffusionPipeline.Load(folder, ComputeDevice.Cpu());
    });

    /// <summary>As <see cref="Variant"/>, with the encoder rewritten in place of the denoiser.</summary>
    public DiffusionPipeline EncoderVariant(string name) => Keep($"encoder, {name}", () =>
    {
        var folder = _folder[$"encoder {name}"];
        NetworkFile.Rewrite(Bundle, folder, Rewritten[name], NetworkFile.Encoder);
        return DiffusionPipeline.Load(folder, ComputeDevice.Cpu());
    });

    public void Dispose()
    {
        foreach (var engine in _engines.Values)
            engine.Dispose();
        _caching?.Dispose();
        _folder.Dispose();
    }

    private CachingDenoiser MakeCaching()
    {
        NetworkFile.Rewrite(Bundle, _folder["caching"], FeatureCache.Split);
        return new(_folder["caching"], ComputeDevice.Cpu());
    }

    private DiffusionPipeline Keep(string name, Func<DiffusionPipeline> load) => _engines.TryGetValue(name, out var engine) ? engine : _engines[name] = load();

    private static LatentPreview ReadPreview()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Bundle, "bundle.json")));
        var preview = manifest.RootElement.GetProperty("preview");
        return new(Numbers("weights"), Numbers("bias"));

        float[] Numbers(string name) => [.. preview.GetProperty(name).EnumerateArray().Select(one => one.GetSingle())];
    }
}
