using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;
using LaionGrid.Diffusion.Tests.Denoising;

namespace LaionGrid.Diffusion.Tests.Sessions;

[Collection(Pocket.Collection)]
public sealed class BoundRunTests
{
    [Fact]
    public void Run_OfANetworkThatNeverEnds_EndsWhenCancelled()
    {
        var folder = TinyDenoiser.WriteEndless();
        var shape = new LatentShape(4, 1, 1);
        using var denoiser = new Denoiser(new BundleFolder(folder), Pocket.Cpu);
        var run = denoiser.Begin(shape, 1, new() { Texts = 1, States = new float[77 * 2] });
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => run.Predict(new float[shape.Length], 501, new float[shape.Length], stop.Token));

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Run_WithShapesTheNetworkCannotTake_SaysWhichNetworkFailed()
    {
        using var session = new ModelSession(Pocket.Folder, "vae_decoder/model.onnx", Pocket.Cpu);
        var (input, output) = (session.Input("latent_sample"), session.Output("sample"));
        using var run = session.Bind([(input, new HostTensor(input.Kind, 1, 5, 8, 8))], (output, new HostTensor(output.Kind, 1, 3, 64, 64)));

        var error = Assert.Throws<DeviceException>(() => run.Run(CancellationToken.None));

        Assert.Contains("vae_decoder/model.onnx", error.Message, StringComparison.Ordinal);
    }
}
