using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx;

namespace LaionGrid.Diffusion.Tests.Pipeline;

/// <summary>Weights beside the network's file, when they are not what they should be.</summary>
public sealed class WeightFileTests
{
    [Theory]
    [InlineData(WeightPlace.WeightsPb, "weights.pb")]
    [InlineData(WeightPlace.OnnxData, "model.onnx_data")]
    [InlineData(WeightPlace.DotData, "model.onnx.data")]
    public void Load_WithoutTheWeights_NamesNetworkAndFile(WeightPlace place, string file)
    {
        using var tiny = new TinyEngine(new() { Weights = place });
        File.Delete(Path.Combine(tiny.Folder, "unet", file));

        var error = Assert.Throws<BundleException>(() => tiny.Engine);

        Assert.Contains(Path.Combine(tiny.Folder, "unet/model.onnx"), error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithHalfTheWeights_NamesTheNetwork()
    {
        using var tiny = new TinyEngine(new() { Weights = WeightPlace.WeightsPb });
        using (var weights = File.OpenWrite(Path.Combine(tiny.Folder, "unet", "weights.pb")))
            weights.SetLength(weights.Length / 2);

        var error = Assert.Throws<BundleException>(() => tiny.Engine);

        Assert.Contains(Path.Combine(tiny.Folder, "unet/model.onnx"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithHalfANetwork_NamesIt()
    {
        using var tiny = new TinyEngine(new() { Family = TinyFamily.Xl });
        using (var network = File.OpenWrite(Path.Combine(tiny.Folder, "text_encoder_2", "model.onnx")))
            network.SetLength(network.Length / 2);

        var error = Assert.Throws<BundleException>(() => tiny.Engine);

        Assert.Contains(Path.Combine(tiny.Folder, "text_encoder_2/model.onnx"), error.Message, StringComparison.Ordinal);
    }

    /// <summary>The second encoder of another model gives states of another width.</summary>
    [Fact]
    public void Load_WithATextEncoderThatDoesNotFit_SaysBothWidths()
    {
        using var tiny = new TinyEngine(new());
        using var xl = new TinyEngine(new() { Family = TinyFamily.Xl });
        File.Copy(Path.Combine(xl.Folder, "unet", "model.onnx"), Path.Combine(tiny.Folder, "unet", "model.onnx"), overwrite: true);
        File.Copy(Path.Combine(xl.Folder, "unet", "config.json"), Path.Combine(tiny.Folder, "unet", "config.json"), overwrite: true);

        var error = Assert.Throws<BundleException>(() => tiny.Engine);

        Assert.Contains("wants text states", error.Message, StringComparison.Ordinal);
    }
}
