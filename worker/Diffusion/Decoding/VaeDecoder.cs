using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Decoding;

/// <summary>Turns a finished latent into pixels.</summary>
internal sealed class VaeDecoder : IDisposable
{
    private const string ModelFile = "vae_decoder/model.onnx";
    private const string ConfigFile = "vae_decoder/config.json";
    private const int Colours = 3;

    private readonly ModelSession _session;
    private readonly Port _input;
    private readonly Port _output;
    private readonly double _scalingFactor;

    /// <exception cref="BundleException">A file is missing or no decoder.</exception>
    public VaeDecoder(BundleFolder folder, ComputeDevice device)
    {
        _session = new ModelSession(folder, ModelFile, device);
        (_input, _output) = (_session.Input("latent_sample", "latent"), _session.Output("sample", "image"));
        _scalingFactor = (folder.Has(ConfigFile) ? folder.ReadJson<VaeConfig>(ConfigFile) : new()).ScalingFactor;
        if (!(_scalingFactor > 0))
            throw folder.Fault(ConfigFile, $"has the scaling_factor {_scalingFactor}, which must be positive", "Fetch the model again");
    }

    /// <param name="latent">As the sampler leaves it.</param>
    /// <exception cref="BadPictureException">The decoder gives numbers that are none, or black all over.</exception>
    public Picture Decode(ReadOnlySpan<float> latent, LatentShape shape, CancellationToken cancellationToken)
    {
        var (width, height) = (shape.Width * LatentShape.CellPixels, shape.Height * LatentShape.CellPixels);
        var unscaled = new float[latent.Length];
        for (var index = 0; index < latent.Length; index++)
            unscaled[index] = (float)(latent[index] / _scalingFactor);
        var input = new HostTensor(_input.Kind, 1, shape.Channels, shape.Height, shape.Width);
        var output = new HostTensor(_output.Kind, 1, Colours, height, width);
        input.Write<float>(unscaled);
        using var run = _session.Bind([(_input, input)], (_output, output));
        run.Run(cancellationToken);
        var planes = new float[output.Length];
        output.Read(planes);
        return new(width, height, PixelsOf(planes));
    }

    public void Dispose() => _session.Dispose();

    /// <summary>From planes of -1 to 1 to bytes side by side.</summary>
    internal static byte[] PixelsOf(ReadOnlySpan<float> planes)
    {
        var area = planes.Length / Colours;
        var pixels = new byte[planes.Length];
        for (var pixel = 0; pixel < area; pixel++)
        {
            for (var colour = 0; colour < Colours; colour++)
            {
                var value = planes[(colour * area) + pixel];
                if (!float.IsFinite(value))
                    throw new BadPictureException("The decoder gave numbers that are none. Try another device.");
                pixels[(pixel * Colours) + colour] = (byte)MathF.Round((Math.Clamp(value, -1, 1) + 1) * 127.5f);
            }
        }
        return pixels.AsSpan().ContainsAnyExcept((byte)0) ? pixels : throw new BadPictureException("The picture is black all over. Try another seed or device.");
    }
}
