using LaionGrid.Arithmetic;
using LaionGrid.Diffusion.Conditioning;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Turns orders into pictures with the networks of one bundle on one device. For one thread at a time.</summary>
public sealed class TextToImage : IDisposable
{
    /// <summary>Grows when anything here changes that may change pixels.</summary>
    public const string EngineVersion = "1.0";

    private readonly NoiseSchedule _schedule;
    private readonly ClipTokenizer _tokenizer;
    private readonly TextEncoder _encoder;
    private readonly Denoiser _denoiser;
    private readonly VaeDecoder _decoder;

    private TextToImage(BundleFolder folder, ComputeDevice device)
    {
        ModelIndex.Check(folder);
        _schedule = SchedulerConfig.Read(folder).Noise;
        _tokenizer = new ClipTokenizer(folder);
        try
        {
            _encoder = new TextEncoder(folder, device, ClipTokenizer.Length);
            _denoiser = new Denoiser(folder, device);
            _decoder = new VaeDecoder(folder, device);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Loads a folder in the ONNX layout of Stable Diffusion 1.</summary>
    /// <exception cref="BundleException">A file is missing, broken, or asks for what this engine cannot do.</exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static TextToImage Load(string bundleFolder, ComputeDevice device) => new(new BundleFolder(bundleFolder), device);

    /// <summary>Renders one picture; the same order gives the same picture, bit for bit on the same machine.</summary>
    /// <param name="onStep">Called after each step.</param>
    /// <exception cref="ArgumentException">The order's sides or steps cannot be.</exception>
    /// <exception cref="BadPictureException">The networks gave no picture.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running step is over.</exception>
    public Picture Render(PictureOrder order, StepObserver? onStep, CancellationToken cancellationToken)
    {
        var shape = LatentShape.OfPixels(_denoiser.Channels, order.Width, order.Height);
        var latent = new float[shape.Length];
        var noise = new TorchNoise(order.Seed);
        noise.Fill(latent);
        Denoise(order, shape, latent, noise, onStep, cancellationToken);
        return _decoder.Decode(latent, shape, cancellationToken);
    }

    /// <summary>The one loop.</summary>
    /// <param name="latent">Unit noise, replaced by the finished latent.</param>
    /// <param name="noise">The order's stream, after that unit noise.</param>
    internal void Denoise(PictureOrder order, LatentShape shape, Span<float> latent, TorchNoise noise, StepObserver? onStep, CancellationToken cancellationToken)
    {
        var sampler = Sampler.Create(order.Sampler, _schedule, new() { Steps = order.Steps }, latent.Length, noise);
        using var denoising = _denoiser.Begin(shape, Condition(order, cancellationToken), TextCount(order));
        var scaled = new float[latent.Length];
        var outputs = new float[latent.Length * TextCount(order)];
        foreach (ref var value in latent)
            value = (float)(value * sampler.InitialScale);
        for (var step = 0; step < sampler.Timesteps.Count; step++)
        {
            sampler.ScaleInput(step, latent, scaled);
            denoising.Predict(scaled, sampler.Timesteps[step], outputs, cancellationToken);
            sampler.Step(step, Guide(outputs, latent.Length, order.Guidance), latent);
            onStep?.Invoke(step + 1, sampler.Clean);
        }
        foreach (var value in latent)
        {
            if (!float.IsFinite(value))
                throw new BadPictureException("The denoiser gave numbers that are none. Try another device.");
        }
    }

    public void Dispose()
    {
        _decoder?.Dispose(); // null when loading failed before it
        _denoiser?.Dispose();
        _encoder?.Dispose();
    }

    /// <summary>Text states, the negative prompt's first; without guidance the prompt's alone.</summary>
    internal float[] Condition(PictureOrder order, CancellationToken cancellationToken)
    {
        string[] texts = TextCount(order) == 2 ? [order.NegativePrompt, order.Prompt] : [order.Prompt];
        var states = new float[texts.Length * _encoder.StatesLength];
        for (var index = 0; index < texts.Length; index++)
            _encoder.Encode(_tokenizer.Encode(texts[index]), states.AsSpan(index * _encoder.StatesLength, _encoder.StatesLength), cancellationToken);
        return states;
    }

    private static int TextCount(PictureOrder order) => order.Guidance > 1 ? 2 : 1;

    /// <summary>The guided output, written over the unconditional one.</summary>
    private static Span<float> Guide(Span<float> outputs, int length, float guidance)
    {
        var unconditional = outputs[..length];
        if (outputs.Length > length)
            Guidance.Apply(unconditional, outputs[length..], guidance, unconditional);
        return unconditional;
    }
}
