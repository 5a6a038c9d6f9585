using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Tensors;
using LaionGrid.TestKit.Onnx;

namespace LaionGrid.Diffusion.Tests.Denoising;

/// <summary>The timestep's element type and rank differ between exporters; each is fed as its file declares it.</summary>
public sealed class ExporterTests
{
    [Theory]
    [InlineData(NumberKind.Float32, NumberKind.Float32, new string[0], 4.125f)]
    [InlineData(NumberKind.Float16, NumberKind.Float16, new string[0], 4.125f)]
    [InlineData(NumberKind.Float16, NumberKind.Float32, new[] { "steps" }, 4.125f)]
    [InlineData(NumberKind.Float32, NumberKind.Int64, new[] { "1" }, 4.5f)]
    [InlineData(NumberKind.Float32, NumberKind.Int64, new[] { "2" }, 4.5f)]
    [InlineData(NumberKind.Float32, NumberKind.Float32, new[] { "batch" }, 4.125f)]
    public void Predict_WithEachExportersTimestep_FeedsItAsDeclared(NumberKind kind, NumberKind timestepKind, string[] sides, float expected)
    {
        var folder = TinyDenoiser.Write(kind, timestepKind, sides);
        var shape = new LatentShape(4, 1, 2); // two wide, so that two timesteps can be added to it
        using var denoiser = new Denoiser(new BundleFolder(folder), Pocket.Cpu);
        var run = denoiser.Begin(shape, 1, new() { Texts = 2, States = new float[2 * 77 * 2] });
        var outputs = new float[2 * shape.Length];

        run.Predict([1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f], 2.625, outputs, CancellationToken.None);

        Assert.All(outputs, output => Assert.Equal(expected, output));
        Directory.Delete(folder, recursive: true);
    }
}
