using System.Security.Cryptography;

namespace LaionGrid.TestKit;

/// <summary>A bundle folder with no model in it: enough for everything but rendering.</summary>
public static class PaperBundle
{
    public const string Id = "paper";

    /// <summary>Large enough to travel in several chunks.</summary>
    public static byte[] Weights { get; } = RandomBytes(600_000);

    public static string WeightsSha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Weights));

    /// <summary>Writes models/paper under the folder and returns the path of models.</summary>
    public static string WriteTo(TemporaryFolder folder)
    {
        var bundle = Directory.CreateDirectory(folder[Path.Combine("models", Id)]).FullName;
        File.WriteAllBytes(Path.Combine(bundle, "weights.bin"), Weights);
        File.WriteAllText(Path.Combine(bundle, "bundle.json"), $$"""
            {
              "id": "{{Id}}", "version": 1, "title": "Paper", "licence": "CC0-1.0", "family": "stable-diffusion-1",
              "files": [{ "path": "weights.bin", "bytes": "{{Weights.Length}}", "sha256": "{{WeightsSha256}}" }],
              "limits": {
                "minSide": 16, "maxSide": 64, "sideStep": 8, "maxPixels": "2048", "defaultWidth": 16, "defaultHeight": 16,
                "maxSteps": 50, "defaultSteps": 4, "defaultGuidance": 4, "defaultSampler": "SAMPLER_DDIM"
              },
              "tariff": {
                "textEncoder": { "constant": 1000000 },
                "denoiser": { "constant": 2000000, "perPixel": 1000000, "perPixelPair": 500000 },
                "decoder": { "perPixel": 3000000 }
              },
              "tolerance": { "minPsnrDb": 30 }, "memoryMib": "64"
            }
            """);
        return folder["models"];
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
