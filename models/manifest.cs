// Rewrites what can be computed in a bundle's manifest: file hashes, the tariff, the preview's colours. What a person wrote in
// bundle.json (title, licence, limits, tolerance, ...) stays. Run from the repository's root:
//     dotnet run models/manifest.cs -- models/pocket
#:property PublishAot=false
#:project ../worker/Diffusion/LaionGrid.Diffusion.csproj
#:package Microsoft.ML.OnnxRuntime.Gpu

using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

if (args is not [var folder] || !File.Exists(Path.Combine(folder, "bundle.json")))
{
    Console.Error.WriteLine("Name a folder with a bundle.json to rewrite: dotnet run models/manifest.cs -- models/pocket");
    return 1;
}
var path = Path.Combine(folder, "bundle.json");
var manifest = JsonNode.Parse(File.ReadAllText(path))!;
manifest["chunkBytes"] = Manifest.ChunkBytes;
manifest["files"] = Manifest.Files(folder);
manifest["tariff"] = new JsonObject
{
    ["textEncoder"] = Flops.CostOf(Path.Combine(folder, "text_encoder", "model.onnx")),
    ["denoiser"] = Flops.CostOf(Path.Combine(folder, "unet", "model.onnx")),
    ["decoder"] = Flops.CostOf(Path.Combine(folder, "vae_decoder", "model.onnx")),
};
if (File.Exists(Path.Combine(folder, "vae_encoder", "model.onnx")))
    manifest["tariff"]!["encoder"] = Flops.CostOf(Path.Combine(folder, "vae_encoder", "model.onnx"), seesPictures: true);
manifest["preview"] = Preview.Fit(folder);
File.WriteAllText(path, manifest.ToJsonString(Manifest.Format) + "\n");
Console.WriteLine($"Rewrote {path}.");
return 0;

/// <summary>The published files: what rendering and scoring read, and nothing else of the folder.</summary>
internal static class Manifest
{
    /// <summary>4 MiB: what a wrong byte costs to fetch again is a thousandth of Stable Diffusion 1.5, and its thousand hashes are 32 KiB.</summary>
    public const int ChunkBytes = 4 * 1024 * 1024;

    private static readonly string[] Folders = ["scheduler", "text_encoder", "tokenizer", "unet", "vae_decoder"];

    private static readonly string[] Optional = ["aesthetic", "clip", "feature_extractor", "nsfw", "safety_checker", "vae_encoder"]; // for scoring, and to begin from pictures

    public static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonArray Files(string folder)
    {
        var folders = Folders.Concat(Optional.Where(name => Directory.Exists(Path.Combine(folder, name))));
        var inner = folders.SelectMany(name => Directory.GetFiles(Path.Combine(folder, name), "*", SearchOption.AllDirectories));
        var paths = inner.Prepend(Path.Combine(folder, "model_index.json")).Order(StringComparer.Ordinal);
        return new([.. paths.Select(path => FileOf(path, Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')))]);
    }

    /// <summary>A file of one chunk has no hashes of chunks: its own says the same.</summary>
    private static JsonObject FileOf(string path, string name)
    {
        using var file = File.OpenRead(path);
        var entry = new JsonObject
        {
            ["path"] = name,
            ["bytes"] = $"{file.Length}", // 64-bit numbers are text in the JSON form of a message
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file)),
        };
        if (file.Length > ChunkBytes)
            entry["chunkSha256"] = Convert.ToBase64String(ChunkHashes(file));
        return entry;
    }

    private static byte[] ChunkHashes(FileStream file)
    {
        var (hashes, chunk) = (new List<byte>(), new byte[ChunkBytes]);
        file.Position = 0;
        for (int read; (read = file.ReadAtLeast(chunk, ChunkBytes, throwOnEndOfStream: false)) > 0;)
            hashes.AddRange(SHA256.HashData(chunk.AsSpan(0, read)));
        return [.. hashes];
    }
}

/// <summary>
/// Floating-point operations of a graph as published: its convolutions and matrix products, a multiply-add counting two, read from
/// ONNX Runtime's profile of one run with all graph rewriting off. Three sizes give the three coefficients.
/// </summary>
internal static class Flops
{
    private const int Channels = 4;
    private const int Colours = 3;
    private const int CellPixels = 8;
    private const int Tokens = 77;

    private static readonly (int Height, int Width)[] Sizes = [(8, 8), (16, 16), (24, 16)];

    /// <param name="seesPictures">Whether the graph is shown pixels, of which a latent has fewer; costs are by the latter in any case.</param>
    public static JsonObject CostOf(string model, bool seesPictures = false)
    {
        var points = Sizes.Select(size => (Pixels: (double)size.Height * size.Width, Flop: Count(model, seesPictures, size.Height, size.Width))).ToArray();
        var slope = Slope(points[0], points[1]);
        var pair = (Slope(points[1], points[2]) - slope) / (points[2].Pixels - points[0].Pixels);
        var linear = slope - (pair * (points[0].Pixels + points[1].Pixels));
        var constant = points[0].Flop - (linear * points[0].Pixels) - (pair * points[0].Pixels * points[0].Pixels);
        return new() { ["constant"] = Math.Round(constant), ["perPixel"] = Math.Round(linear, 3), ["perPixelPair"] = Math.Round(pair, 6) };
    }

    private static double Slope((double Pixels, double Flop) from, (double Pixels, double Flop) to) => (to.Flop - from.Flop) / (to.Pixels - from.Pixels);

    private static double Count(string model, bool seesPictures, int height, int width)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            EnableProfiling = true,
            ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), $"flops-{Environment.ProcessId}"),
        };
        using var session = new InferenceSession(model, options);
        using var output = session.Run(session.InputMetadata.Select(input => Feed(input.Key, input.Value, seesPictures, height, width)).ToList());
        var profile = session.EndProfiling();
        using var events = JsonDocument.Parse(File.ReadAllBytes(profile));
        File.Delete(profile);
        return events.RootElement.EnumerateArray().Where(IsNode).Sum(node => FlopOf(node.GetProperty("args")));
    }

    private static NamedOnnxValue Feed(string name, NodeMetadata input, bool seesPictures, int height, int width)
    {
        int[] shape = input.Dimensions.Length switch
        {
            4 when seesPictures => [1, Colours, height * CellPixels, width * CellPixels],
            4 => [1, Channels, height, width],
            3 => [1, Tokens, input.Dimensions[2]],
            2 => [1, Tokens],
            1 => [1],
            _ => [],
        };
        return input.ElementDataType switch
        {
            TensorElementType.Float => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape)),
            TensorElementType.Float16 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<Float16>(shape)),
            TensorElementType.Int32 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(shape)),
            _ => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(shape)),
        };
    }

    private static bool IsNode(JsonElement item) =>
        item.GetProperty("cat").GetString() == "Node" && item.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal);

    private static double FlopOf(JsonElement node)
    {
        var operation = node.GetProperty("op_name").GetString();
        if (operation is not ("Conv" or "ConvTranspose" or "MatMul" or "Gemm"))
            return 0;
        var (inputs, outputs) = (Shapes(node.GetProperty("input_type_shape")), Shapes(node.GetProperty("output_type_shape")));
        return 2 * operation switch
        {
            "Conv" => Volume(outputs[0]) * Volume(inputs[1][1..]),
            "ConvTranspose" => Volume(inputs[0]) * Volume(inputs[1][1..]),
            "MatMul" => Volume(outputs[0]) * inputs[0][^1],
            _ => Volume(outputs[0]) * Volume(inputs[0]) / outputs[0][0], // a Gemm may be transposed: inner side = |A| / rows
        };
    }

    private static double[][] Shapes(JsonElement list) =>
        [.. list.EnumerateArray().Select(item => item.EnumerateObject().First().Value.EnumerateArray().Select(side => side.GetDouble()).ToArray())];

    private static double Volume(IEnumerable<double> sides) => sides.Aggregate(1.0, (product, side) => product * side);
}

/// <summary>Fits latents to colours: least squares of finished latents against their pictures shrunk to one pixel a cell.</summary>
internal static class Preview
{
    private const int Side = 128;
    private const int Cell = 8;
    private const int Channels = 4;
    private const int Colours = 3;

    public static JsonObject Fit(string folder)
    {
        var sums = new double[Channels + 1, Channels + 1 + Colours]; // normal equations, the right-hand sides behind
        using var engine = DiffusionPipeline.Load(folder, ComputeDevice.Probe()[^1]);
        foreach (var (seed, prompt) in File.ReadLines(Path.Combine(folder, "recipe", "prompts.txt")).Where(line => line.Trim().Length > 0).Index())
        {
            float[] latent = [];
            var order = new PictureOrder { Prompt = prompt, Width = Side, Height = Side, Steps = 20, Guidance = 4, Sampler = SamplerKind.Ddim, Seed = seed };
            var picture = engine.Render(order, view => latent = view.Clean.ToArray(), CancellationToken.None)[0].Picture;
            for (var cell = 0; cell < latent.Length / Channels; cell++)
                Add(sums, RowOf(latent, picture.Pixels, cell));
        }
        Eliminate(sums);
        var weights = Enumerable.Range(0, Colours).SelectMany(colour => Enumerable.Range(0, Channels).Select(channel => Coefficient(sums, channel, colour)));
        var bias = Enumerable.Range(0, Colours).Select(colour => Coefficient(sums, Channels, colour));
        return new() { ["weights"] = new JsonArray([.. weights]), ["bias"] = new JsonArray([.. bias]) };
    }

    private static JsonNode Coefficient(double[,] sums, int row, int colour) => Math.Round(sums[row, Channels + 1 + colour], 4);

    /// <summary>A cell's channels, one for the bias, and the mean colours of its pixels.</summary>
    private static double[] RowOf(float[] latent, byte[] pixels, int cell)
    {
        var cells = Side / Cell;
        var row = new double[Channels + 1 + Colours];
        for (var channel = 0; channel < Channels; channel++)
            row[channel] = latent[(channel * cells * cells) + cell];
        row[Channels] = 1;
        for (var pixel = 0; pixel < Cell * Cell; pixel++)
        {
            var (y, x) = ((cell / cells * Cell) + (pixel / Cell), (cell % cells * Cell) + (pixel % Cell));
            for (var colour = 0; colour < Colours; colour++)
                row[Channels + 1 + colour] += pixels[(((y * Side) + x) * Colours) + colour] / (255.0 * Cell * Cell);
        }
        return row;
    }

    private static void Add(double[,] sums, double[] row)
    {
        for (var i = 0; i <= Channels; i++)
        {
            for (var j = 0; j < row.Length; j++)
                sums[i, j] += row[i] * row[j];
        }
    }

    /// <summary>Gauss and Jordan; the matrix is positive definite, so no pivoting is needed.</summary>
    private static void Eliminate(double[,] sums)
    {
        for (var pivot = 0; pivot <= Channels; pivot++)
        {
            for (var column = sums.GetLength(1) - 1; column >= pivot; column--)
                sums[pivot, column] /= sums[pivot, pivot];
            for (var row = 0; row <= Channels; row++)
            {
                for (var column = sums.GetLength(1) - 1; row != pivot && column >= pivot; column--)
                    sums[row, column] -= sums[row, pivot] * sums[pivot, column];
            }
        }
    }
}
