using LaionGrid.TestKit;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Layers;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.Diffusion.Tests.Bundles;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WeightPlace.Inside, new[] { "model.onnx" })]
    [InlineData(WeightPlace.WeightsPb, new[] { "model.onnx", "weights.pb" })]
    [InlineData(WeightPlace.OnnxData, new[] { "model.onnx", "model.onnx_data" })]
    [InlineData(WeightPlace.DotData, new[] { "model.onnx", "model.onnx.data" })]
    [InlineData(WeightPlace.Loose, new[] { "layers.0.bias", "layers.0.weight", "layers.1.bias", "layers.1.weight", "model.onnx" })]
    public void Write_WithWeightsInEachPlace_GivesTheSameNetwork(WeightPlace place, string[] files)
    {
        var graph = EmbeddingHead.Nsfw(NumberKind.Float32, 20, 8);
        ModelFile.Write(graph, _folder["usual"], WeightPlace.Inside, seed: 1);
        ModelFile.Write(graph, _folder["other"], place, seed: 1);

        Assert.Equal(files, Directory.GetFiles(_folder["other"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Score("usual"), Score("other"));
    }

    [Fact]
    public void Write_WithAnotherSeed_GivesAnotherNetwork()
    {
        var graph = EmbeddingHead.Nsfw(NumberKind.Float32, 20, 8);
        ModelFile.Write(graph, _folder["one"], WeightPlace.Inside, seed: 1);
        ModelFile.Write(graph, _folder["two"], WeightPlace.Inside, seed: 2);

        Assert.NotEqual(Score("one"), Score("two"));
    }

    /// <summary>Longer than the pieces that weights are made in, and not a multiple of them.</summary>
    [Theory]
    [InlineData(NumberKind.Float32)]
    [InlineData(NumberKind.Float16)]
    public void Weights_OfAnyLength_HaveTheSpreadAskedForAndDoNotRepeat(NumberKind kind)
    {
        const int Length = 200_001;
        var graph = new Graph("weights", kind);
        var weight = graph.Weight("weight", middle: 3, spread: 0.5, 1, Length);
        graph.Output("out", NumberKind.Float32, (graph.Input("in", kind, 1) + weight).Cast(NumberKind.Float32), 1, Length);
        ModelFile.Write(graph, _folder["weights"], WeightPlace.OnnxData, seed: 1);

        using var trial = new NetworkTrial(_folder["weights/model.onnx"]);
        var (numbers, input) = (trial.Run()["out"], NetworkTrial.FirstNumber);

        Assert.All(numbers, number => Assert.InRange(number - input, 2.49, 3.51));
        Assert.InRange(numbers.Average() - input, 2.99, 3.01);
        Assert.InRange(numbers.Average(number => Math.Pow(number - input - 3, 2)), 0.25 / 3 * 0.98, 0.25 / 3 * 1.02);
        Assert.NotEqual(numbers[..1000], numbers[(1 << 16)..((1 << 16) + 1000)]);
    }

    private float[] Score(string folder)
    {
        using var trial = new NetworkTrial(Path.Combine(_folder[folder], ModelFile.Name));
        return trial.Run()["score"];
    }
}
