using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Diffusion.Tests;

/// <summary>The bundled model's bundle.json against the files it speaks of; models/manifest.cs writes it anew.</summary>
[Collection(Pocket.Collection)]
public sealed class ManifestTests(Pocket pocket)
{
    private static readonly JsonElement Manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Pocket.Path, "bundle.json"))).RootElement;

    [Fact]
    public void Files_InTheManifest_HaveTheStatedSizesAndHashes() => Assert.All(Files(), file =>
    {
        var bytes = File.ReadAllBytes(Path.Combine(Pocket.Path, file.Path));
        Assert.Equal(file.Bytes, bytes.Length);
        Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    });

    [Fact]
    public void Files_OfSeveralChunks_HaveTheHashOfEach()
    {
        var chunkBytes = Manifest.GetProperty("chunkBytes").GetInt32();
        var chunked = Manifest.GetProperty("files").EnumerateArray().Where(file => file.TryGetProperty("chunkSha256", out _)).ToList();

        Assert.Equal(Files().Where(file => file.Bytes > chunkBytes).Select(file => file.Path), chunked.Select(file => file.GetProperty("path").GetString()));
        Assert.All(chunked, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(Pocket.Path, file.GetProperty("path").GetString()!)).Chunk(chunkBytes).SelectMany(SHA256.HashData), file.GetProperty("chunkSha256").GetBytesFromBase64()));
    }

    [Fact]
    public void Files_InTheManifest_AreEnoughToRenderAndToScore()
    {
        var folder = LinkFiles();

        using (var engine = DiffusionPipeline.Load(folder, Pocket.Cpu))
        {
            Assert.Equal(pocket.Engine.Render(Pocket.Order, null, default)[0].Picture.Pixels, engine.Render(Pocket.Order, null, default)[0].Picture.Pixels);
            Assert.NotEmpty(engine.EncodeSource(Pocket.Order with { Source = new(new(64, 64, new byte[64 * 64 * 3])) }, default));
        }
        using (var scorer = Scorer.Load(new BundleFolder(folder), Pocket.Cpu))
            Assert.True(scorer?.Score(new(8, 8, new byte[192]), "black", default) is { TextFit: not null, Aesthetic: not null });

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("textEncoder")]
    [InlineData("denoiser")]
    [InlineData("decoder")]
    [InlineData("encoder")]
    public void Tariff_OfEachGraph_IsPositiveAndDoesNotShrinkWithThePicture(string graph)
    {
        var (small, middle, large) = (Cost(graph, 256), Cost(graph, 384), Cost(graph, 576));

        Assert.True(small > 0);
        Assert.True(large >= middle && middle >= small);
        Assert.Equal(graph == "textEncoder", large == small);
    }

    /// <summary>Counted by hand: three layers of width 128 over 77 tokens, four square projections, a product in and one out at four times the width, and two attention products.</summary>
    [Fact]
    public void Tariff_OfTheTextEncoder_IsTheHandCount()
    {
        const double projections = 77 * ((4 * 128 * 128) + (2 * 128 * 512));
        const double attention = 2 * 77 * 77 * 128;

        Assert.Equal(2 * 3 * (projections + attention), Cost("textEncoder", 256));
    }

    /// <summary>Attention over all cells: twice per pair and width; three blocks of width 128 or 160 at a quarter and a sixteenth of the cells.</summary>
    [Fact]
    public void Tariff_OfTheDenoiser_GrowsWithPairsAsItsAttentionDoes()
    {
        const double quarter = 2 * 4 * 128 / 16.0;
        const double sixteenth = 3 * 4 * 160 / 256.0;

        Assert.Equal(quarter + sixteenth, Manifest.GetProperty("tariff").GetProperty("denoiser").GetProperty("perPixelPair").GetDouble(), 1e-3);
    }

    [Fact]
    public void Preview_OfAFinishedLatent_HasThePicturesColours()
    {
        float[] latent = [];
        var order = Pocket.Order with { Prompt = "a pink castle in a flower field at dawn", Width = 128, Height = 128, Steps = 20 };

        var picture = pocket.Engine.Render(order, view => latent = view.Clean.ToArray(), CancellationToken.None)[0].Picture;

        var painted = new LatentPreview(Numbers("weights"), Numbers("bias")).Paint(latent, 16, 16);
        var error = Enumerable.Range(0, painted.Pixels.Length).Average(index => Math.Abs(painted.Pixels[index] - MeanOfCell(picture, index)));
        Assert.InRange(error, 0, 16); // of 255; a preview of the wrong picture is off by 50 and more
    }

    /// <summary>A folder with the files of the manifest and no others.</summary>
    private static string LinkFiles()
    {
        var folder = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;
        foreach (var file in Files())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file.Path))!);
            File.CreateSymbolicLink(Path.Combine(folder, file.Path), Path.Combine(Pocket.Path, file.Path));
        }
        return folder;
    }

    private static float[] Numbers(string name) => [.. Manifest.GetProperty("preview").GetProperty(name).EnumerateArray().Select(item => item.GetSingle())];

    /// <summary>Of the eight by eight pixels under one colour value of the preview.</summary>
    private static double MeanOfCell(Picture picture, int index)
    {
        var (cell, colour) = (index / 3, index % 3);
        var (top, left) = (cell / 16 * 8, cell % 16 * 8);
        return Enumerable.Range(0, 64).Average(pixel => picture.Pixels[((((top + (pixel / 8)) * picture.Width) + left + (pixel % 8)) * 3) + colour]);
    }

    private static double Cost(string graph, double pixels)
    {
        var cost = Manifest.GetProperty("tariff").GetProperty(graph);
        return cost.GetProperty("constant").GetDouble() + (cost.GetProperty("perPixel").GetDouble() * pixels) + (cost.GetProperty("perPixelPair").GetDouble() * pixels * pixels);
    }

    private static IEnumerable<(string Path, long Bytes, string Sha256)> Files() => Manifest.GetProperty("files").EnumerateArray().Select(file =>
        (file.GetProperty("path").GetString()!, long.Parse(file.GetProperty("bytes").GetString()!, CultureInfo.InvariantCulture), file.GetProperty("sha256").GetString()!));
}
