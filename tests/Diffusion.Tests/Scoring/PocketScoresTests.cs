using System.Text.Json;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Scoring;
using Xunit.Abstractions;

namespace LaionGrid.Diffusion.Tests.Scoring;

/// <summary>The bundled model's own scoring networks against what torch computed with them.</summary>
public sealed class PocketScoresTests(ITestOutputHelper output) : IDisposable
{
    private static readonly JsonElement Expected = Reference.Values.GetProperty("clip");

    private readonly Scorer _scorer = Scorer.Load(Pocket.Folder, Pocket.Cpu)!; // the bundled model has parts

    public void Dispose() => _scorer.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TextEncoder_OfAReferencePrompt_GivesTorchsEmbedding(int prompt)
    {
        using var encoder = new ClipTextEncoder(Pocket.Folder, Pocket.Cpu);

        Assert.Equal(Numbers("text_embeds_first", prompt), encoder.Encode(Reference.Text(prompt), CancellationToken.None)[..6], (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public void Networks_OfTheReferencePixels_GiveTorchsEmbeddingAndScore()
    {
        using var image = new ScoringNetwork(Pocket.Folder, Pocket.Cpu, "clip/image_encoder/model.onnx", [new(["pixel_values"], 1, 3, 64, 64)], "image_embeds");
        using var head = new NetworkHead(Pocket.Folder, Pocket.Cpu, "aesthetic/model.onnx", image.Width, "score");

        var embedding = Embedding.Run<float>(image, Reference.Floats("clip_pixels_0.bin"), CancellationToken.None);

        Assert.Equal(Numbers("image_embeds_first", 0), embedding[..6], (one, other) => Math.Abs(one - other) < 1e-5);
        Assert.Equal(Expected.GetProperty("aesthetic")[0].GetDouble(), head.Score(embedding, CancellationToken.None), 1e-4);
    }

    /// <summary>
    /// Torch took means of two by two pixels, the configuration says Pillow's bilinear filter, which reaches one pixel farther; single
    /// values differ by up to 12 of 255. That moves cosines by up to 0.011 and aesthetic scores by up to 0.045; another prompt moves the
    /// cosine by 0.9 and more, a grey picture the score by 7.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Score_OfAReferencePicture_IsNearTorchs(int index)
    {
        var picture = PngReader.Decode(File.ReadAllBytes(Reference.Find($"image_{index}.png")));
        for (var prompt = 0; prompt < 3; prompt++)
        {
            var scores = _scorer.Score(picture, Reference.Text(prompt), CancellationToken.None);

            Assert.Equal(Expected.GetProperty("cosine")[index][prompt].GetDouble(), scores.TextFit!.Value, 0.015);
            Assert.Equal(Expected.GetProperty("aesthetic")[index].GetDouble(), scores.Aesthetic!.Value, 0.06);
        }
    }

    [Fact]
    public void Score_OfNothingButGrey_IsLow()
    {
        var grey = new Picture(128, 128, [.. Enumerable.Repeat((byte)128, 128 * 128 * 3)]);

        Assert.Equal(Expected.GetProperty("aesthetic_gray").GetDouble(), _scorer.Score(grey, "", CancellationToken.None).Aesthetic!.Value, 0.1);
    }

    [Fact]
    public void Score_OfAWeightedPrompt_IsThatOfThePlainOne()
    {
        var picture = PngReader.Decode(File.ReadAllBytes(Reference.Find("image_0.png")));

        var (plain, weighted) = (_scorer.Score(picture, "a red house on a hill", CancellationToken.None), _scorer.Score(picture, "a (red:1.4) [house] on a hill", CancellationToken.None));

        Assert.Equal(plain with { Embedding = null }, weighted with { Embedding = null });
        Assert.Equal(plain.Embedding!, weighted.Embedding!);
    }

    /// <summary>
    /// A referee scores what it decoded itself, which may be as unlike the worker's picture as the bundle allows (60 dB). Noise of twice that size moves the scores by less than a
    /// tenth of the tolerances that the coordinator holds workers to: 0.05 for a cosine, 0.5 for the aesthetic score.
    /// </summary>
    [Fact]
    public void Score_OfPicturesAsUnlikeAsTwoDecodingsMayBe_IsNearlyTheSame()
    {
        var random = new Random(1);
        var (fit, aesthetic) = (0.0, 0.0);
        for (var index = 0; index < 3; index++)
        {
            var picture = PngReader.Decode(File.ReadAllBytes(Reference.Find($"image_{index}.png")));
            var known = _scorer.Score(picture, Reference.Text(index), CancellationToken.None);
            for (var draw = 0; draw < 20; draw++)
            {
                var other = _scorer.Score(new(picture.Width, picture.Height, Array.ConvertAll(picture.Pixels, value => Moved(value, random))), Reference.Text(index), CancellationToken.None);
                (fit, aesthetic) = (Math.Max(fit, Math.Abs(known.TextFit!.Value - other.TextFit!.Value)), Math.Max(aesthetic, Math.Abs(known.Aesthetic!.Value - other.Aesthetic!.Value)));
            }
        }
        output.WriteLine($"text fit by {fit}, aesthetic by {aesthetic}");
        Assert.InRange(fit, 0, 0.005);
        Assert.InRange(aesthetic, 0, 0.05);
    }

    /// <summary>By one up or down in one value of four: 54 dB.</summary>
    private static byte Moved(byte value, Random random) => (byte)Math.Clamp(value + random.Next(8) switch { 0 => -1, 1 => 1, _ => 0 }, 0, byte.MaxValue);

    private static float[] Numbers(string name, int index) => [.. Expected.GetProperty(name)[index].EnumerateArray().Select(item => item.GetSingle())];
}
