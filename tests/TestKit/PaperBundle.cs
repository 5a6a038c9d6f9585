using System.Security.Cryptography;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.TestKit;

/// <summary>A bundle folder with no model in it: enough for everything but rendering.</summary>
public static class PaperBundle
{
    public const string Id = "paper";

    /// <summary>Large enough to travel in several chunks.</summary>
    public static byte[] Weights { get; } = RandomBytes(600_000);

    public static string WeightsSha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Weights));

    /// <summary>Stands for an encoder.</summary>
    private static byte[] Encoder { get; } = [1, 2, 3];

    /// <summary>Writes models/paper under the folder and returns the path of models.</summary>
    public static string WriteTo(TemporaryFolder folder)
    {
        var bundle = Directory.CreateDirectory(folder[Path.Combine("models", Id)]).FullName;
        File.WriteAllBytes(Path.Combine(bundle, "weights.bin"), Weights);
        Directory.CreateDirectory(Path.Combine(bundle, "vae_encoder"));
        File.WriteAllBytes(Path.Combine(bundle, "vae_encoder", "model.onnx"), Encoder);
        Directory.CreateDirectory(Path.Combine(bundle, "scheduler"));
        File.WriteAllText(Path.Combine(bundle, "scheduler", "scheduler_config.json"), "{}"); // that of Stable Diffusion 1
        File.WriteAllBytes(Path.Combine(bundle, "tolerance.json"), Tolerance.Sign(Operator).Write());
        File.WriteAllText(Path.Combine(bundle, "tolerance.pub"), Operator.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(Path.Combine(bundle, "bundle.json"), $$"""
            {
              "id": "{{Id}}", "version": 1, "title": "Paper", "licence": "CC0-1.0", "family": "stable-diffusion-1",
              "files": [{ "path": "weights.bin", "bytes": "{{Weights.Length}}", "sha256": "{{WeightsSha256}}" },
                { "path": "vae_encoder/model.onnx", "bytes": "{{Encoder.Length}}", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(Encoder))}}" }],
              "limits": {
                "minSide": 16, "maxSide": 64, "sideStep": 8, "maxPixels": "2048", "defaultWidth": 16, "defaultHeight": 16,
                "maxSteps": 50, "defaultSteps": 4, "defaultGuidance": 4, "defaultSampler": "SAMPLER_DDIM"
              },
              "tariff": {
                "textEncoder": { "constant": 1000000 },
                "denoiser": { "constant": 2000000, "perPixel": 1000000, "perPixelPair": 500000 },
                "decoder": { "perPixel": 3000000 },
                "encoder": { "perPixel": 2000000 }
              },
              "tolerance": { "minPsnrDb": 30, "maxEncodingResidual": 0.003 }, "memoryMib": "64"
            }
            """);
        return folder["models"];
    }

    /// <summary>Who signs the tolerances.</summary>
    private static ECDsa Operator { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What <see cref="PaperEngine"/>s of one shade are held to: two of different shades are far outside it, and nothing stands out. Two that differ by one
    /// are as machines of single and half precision are.</summary>
    private static ToleranceTable Tolerance { get; } = new()
    {
        Version = 1,
        BundleId = Id,
        BundleVersion = 1,
        EngineVersion = "3.0",
        Reference = "paper",
        Classes =
        [
            new()
            {
                Name = "fp32",
                Providers = ["CPU"],
                Guidance = 4,
                Margin = 3,
                Bins = [.. TimestepBins.Bounds(1000).Select(below => new ToleranceBin(below, 1, new(-11, 0.1, 1e-3), new(-9, 0.1, 1e-2)))],
            },
            new()
            {
                Name = "fp16",
                Providers = ["DirectML"],
                Guidance = 4,
                Margin = 3,
                Bins = [.. TimestepBins.Bounds(1000).Select(below => new ToleranceBin(below, 1, new(-9, 0.1, 1e-2), new(-7, 0.1, 1e-1)))],
            },
        ],
        Plausibility = [],
    };

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
