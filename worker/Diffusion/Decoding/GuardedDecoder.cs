using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Decoding;

/// <summary>
/// The decoder, and behind it the one in single precision where a bundle has it: SDXL's own overflows in half precision and then gives
/// nothing, or black. What half precision spoils is decoded again from the same latent.
/// </summary>
internal sealed class GuardedDecoder : IDisposable
{
    private const string Part = "vae_decoder";
    private const string SinglePart = "vae_decoder_fp32";

    private readonly BundleFolder _folder;
    private readonly ComputeDevice _device;
    private readonly VaeDecoder _decoder;
    private VaeDecoder? _single;

    /// <exception cref="BundleException">A file is missing or no decoder.</exception>
    public GuardedDecoder(BundleFolder folder, bool isXl, ComputeDevice device)
    {
        (_folder, _device, Config) = (folder, device, VaeConfig.Read(folder, Part, isXl));
        _decoder = new VaeDecoder(folder, Part, Config, device);
    }

    public VaeConfig Config { get; }

    /// <summary>In networks, both decoders'.</summary>
    public TimeSpan Elapsed => _decoder.Clock.Elapsed + (_single?.Clock.Elapsed ?? TimeSpan.Zero);

    /// <exception cref="BadPictureException">The decoder gives numbers that are none or black all over, and so does the one in single precision, if there is one.</exception>
    public Picture Decode(ReadOnlySpan<float> latent, LatentShape shape, CancellationToken cancellationToken)
    {
        try
        {
            return _decoder.Decode(latent, shape, cancellationToken);
        }
        catch (BadPictureException) when (_folder.Has($"{SinglePart}/model.onnx"))
        {
            _single ??= new VaeDecoder(_folder, SinglePart, Config, _device);
            return _single.Decode(latent, shape, cancellationToken);
        }
    }

    /// <summary>Lets go of the buffers of the last picture.</summary>
    public void Cool()
    {
        _decoder.Cool();
        _single?.Cool();
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _single?.Dispose();
    }
}
