using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Tests.Sessions;

[Collection(Pocket.Collection)]
public sealed class BoundRunTests
{
    [Fact]
    public void Run_WhenCancelledInTheMiddle_IsCancelledAndDoesNotFail()
    {
        var shape = new LatentShape(4, 32, 32);
        using var denoiser = new Denoiser(Pocket.Folder, Pocket.Cpu);
        using var run = denoiser.Begin(shape, Reference.Floats("text_0.bin"), 1);
        using var stop = new CancellationTokenSource();
        var output = new float[shape.Length];
        run.Predict(new float[shape.Length], 501, output, stop.Token);

        stop.CancelAfter(TimeSpan.FromMilliseconds(5)); // lands inside one of the endless runs below, whichever it is

        Assert.Throws<OperationCanceledException>(RunForever);

        void RunForever()
        {
            while (true)
                run.Predict(new float[shape.Length], 501, output, stop.Token);
        }
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
