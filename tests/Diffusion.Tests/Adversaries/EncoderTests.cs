using System.Text.Json;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Benchmarks.Adversaries;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;
using Xunit.Abstractions;

namespace LaionGrid.Diffusion.Tests.Adversaries;

/// <summary>Honest encoders and cheaper ones, held against the bundle's tolerance for latents of source pictures.</summary>
[Collection(Pocket.Collection)]
public sealed class EncoderTests(Pocket pocket, ITestOutputHelper output) : IDisposable
{
    private const int Pictures = 4;
    private const int Side = 128;

    private readonly Laboratory _laboratory = new();

    private static double Most { get; } = ReadMost();

    /// <summary>An honest machine of another precision has room to spare, for its own kernels are not known here.</summary>
    [Theory]
    [InlineData("tf32")]
    [InlineData("fp16")]
    public void Encoder_OfAnotherPrecision_IsWellWithinTheTolerance(string name) => Assert.All(Distances(name), distance => Assert.InRange(distance, 1e-5, Most / 2));

    [Theory]
    [InlineData("8-bit weights")]
    [InlineData("8-bit weights, one scale")]
    [InlineData("6-bit weights")]
    [InlineData("4-bit weights")]
    [InlineData("8-bit weights and activations")]
    [InlineData("pruned by a tenth")]
    [InlineData("pruned by 3 tenths")]
    [InlineData("narrower by a quarter")]
    [InlineData("another checkpoint")]
    public void Encoder_ThatSavesWork_IsBeyondTheTolerance(string name) => Assert.All(Distances(name), distance => Assert.True(distance > Most, $"{distance:0.#####} of {Most}"));

    /// <summary>A quarter of the work: the picture is halved, and its latent is made as large again.</summary>
    [Fact]
    public void Encoder_OfASmallerPicture_IsBeyondTheTolerance() => Assert.All(Sources(), source =>
    {
        var honest = Encode(pocket.Engine, source);
        var half = Encode(pocket.Engine, PictureResize.To(source, Side / 2, Side / 2));
        var (cells, channels) = (Side / 8, honest.Length / (Side / 8 * Side / 8));
        var enlarged = Enumerable.Range(0, honest.Length).Select(index => half[(index / (cells * cells) * (cells / 2) * (cells / 2)) + (index / cells % cells / 2 * (cells / 2)) + (index % cells / 2)]).ToArray();

        Assert.Equal(4, channels);
        Assert.True(Residuals.Between(enlarged, honest) > Most);
    });

    /// <summary>The decoder's preview turned round, or nothing at all: whoever does without an encoder.</summary>
    [Fact]
    public void NoEncoder_IsBeyondTheTolerance() => Assert.All(Sources(), source =>
    {
        var honest = Encode(pocket.Engine, source);
        Assert.True(Residuals.Between(new float[honest.Length], honest) > Most);
        Assert.True(Residuals.Between(Encode(pocket.Engine, new(Side, Side, [.. source.Pixels.Reverse()])), honest) > Most);
    });

    public void Dispose() => _laboratory.Dispose();

    private List<double> Distances(string name)
    {
        var engine = _laboratory.EncoderVariant(name);
        var distances = Sources().Select(source => Residuals.Between(Encode(engine, source), Encode(pocket.Engine, source))).ToList();
        output.WriteLine($"{name}: {distances.Min():0.######} to {distances.Max():0.######}");
        return distances;
    }

    private IReadOnlyList<Picture> Sources() => [.. Enumerable.Range(0, Pictures).Select(number => pocket.Engine.Render(LaboratoryOrders.At(number, 8, Side), null, CancellationToken.None)[0].Picture)];

    private static float[] Encode(DiffusionPipeline engine, Picture picture) =>
        engine.EncodeSource(Pocket.Order with { Width = picture.Width, Height = picture.Height, Source = new(picture) }, CancellationToken.None);

    private static double ReadMost()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Pocket.Path, "bundle.json")));
        return manifest.RootElement.GetProperty("tolerance").GetProperty("maxEncodingResidual").GetDouble();
    }
}
