using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Decoding;

/// <summary>Turns a finished latent into pixels.</summary>
internal sealed class VaeDecoder : IDisposable
{
    private readonly ModelSession _session;
    private readonly VaeConfig _config;
    private readonly Port _input;
    private readonly Port _output;
    private (LatentShape Shape, BoundRun Run, HostTensor Latent, HostTensor Planes)? _warm;

    /// <param name="part">Its folder, such as "vae_decoder".</param>
    /// <exception cref="BundleException">A file is missing or no decoder.</exception>
    public VaeDecoder(BundleFolder folder, string part, VaeConfig config, ComputeDevice device)
    {
        _config = config;
        _session = new ModelSession(folder, $"{part}/model.onnx", device);
        (_input, _output) = (_session.Input("latent_sample", "latent"), _session.Output("sample", "image"));
    }

    public RunClock Clock => _session.Clock;

    /// <param name="latent">As the sampler leaves it.</param>
    /// <exception cref="BadPictureException">The decoder gives numbers that are none, or black all over.</exception>
    public Picture Decode(ReadOnlySpan<float> latent, LatentShape shape, CancellationToken cancellationToken)
    {
        var (_, run, input, output) = Bind(shape);
        var encoded = new float[latent.Length];
        for (var index = 0; index < latent.Length; index++)
            encoded[index] = (float)((latent[index] / _config.Scale) + _config.Shift);
        input.Write<float>(encoded);
        run.Run(cancellationToken);
        var planes = new float[output.Length];
        output.Read(planes);
        return new((int)output.Shape[3], (int)output.Shape[2], Planes.ToPixels(planes));
    }

    /// <summary>Lets go of the buffers of the last picture.</summary>
    public void Cool()
    {
        _warm?.Run.Dispose();
        _warm = null;
    }

    public void Dispose()
    {
        Cool();
        _session.Dispose();
    }

    private (LatentShape Shape, BoundRun Run, HostTensor Latent, HostTensor Planes) Bind(LatentShape shape)
    {
        if (_warm is { } warm && warm.Shape == shape)
            return warm;
        Cool();
        var input = new HostTensor(_input.Kind, 1, shape.Channels, shape.Height, shape.Width);
        var output = new HostTensor(_output.Kind, 1, Picture.Colours, shape.Height * _config.CellPixels, shape.Width * _config.CellPixels);
        _warm = (shape, _session.Bind([(_input, input)], (_output, output)), input, output);
        return _warm.Value;
    }
}
