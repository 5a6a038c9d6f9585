using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Decoding;

/// <summary>
/// Turns a picture into the latent that a run may begin from. Exports give the mean and the logarithm of the variance (latent_parameters), of which
/// the mean is taken, so that the same picture always gives the same latent; or a latent alone (latent_sample), which very old exports
/// draw by chance inside the network: with those no two runs are alike.
/// </summary>
internal sealed class VaeEncoder : IDisposable
{
    private const string Part = "vae_encoder";
    private const string Parameters = "latent_parameters";

    private readonly ModelSession _session;
    private readonly VaeConfig _config;
    private readonly Port _input;
    private readonly Port _output;
    private readonly int _perChannel;

    /// <exception cref="BundleException">The file is missing or no encoder.</exception>
    public VaeEncoder(BundleFolder folder, VaeConfig config, ComputeDevice device)
    {
        _config = config;
        _session = new ModelSession(folder, $"{Part}/model.onnx", device);
        (_input, _output) = (_session.Input("sample", "image"), _session.Output(Parameters, "latent_sample", "latent"));
        _perChannel = _output.Name == Parameters ? 2 : 1;
    }

    public RunClock Clock => _session.Clock;

    /// <param name="planes">[3, height, width], -1 to 1.</param>
    /// <returns>[channels, height / cell, width / cell], scaled as samplers want it.</returns>
    /// <exception cref="BadPictureException">The encoder gives numbers that are none.</exception>
    public float[] Encode(ReadOnlySpan<float> planes, LatentShape shape, CancellationToken cancellationToken)
    {
        var input = new HostTensor(_input.Kind, 1, Picture.Colours, shape.Height * _config.CellPixels, shape.Width * _config.CellPixels);
        var output = new HostTensor(_output.Kind, 1, shape.Channels * _perChannel, shape.Height, shape.Width);
        input.Write(planes);
        using var run = _session.Bind([(_input, input)], (_output, output));
        run.Run(cancellationToken);
        var latent = new float[shape.Length]; // the means come first
        output.Read(latent);
        foreach (ref var value in latent.AsSpan())
        {
            if (!float.IsFinite(value))
                throw new BadPictureException($"{Part}/model.onnx gave numbers that are none. Try another device.");
            value = (float)((value - _config.Shift) * _config.Scale);
        }
        return latent;
    }

    public void Dispose() => _session.Dispose();
}
