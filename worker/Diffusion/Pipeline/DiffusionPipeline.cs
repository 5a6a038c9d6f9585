using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Scoring;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>
/// Turns orders into pictures with the networks of one bundle on one device: text to image, image to image, inpainting. Networks stay loaded, and
/// buffers bound, from one order to the next. For one thread at a time.
/// </summary>
public sealed class DiffusionPipeline : IDisposable
{
    /// <summary>Grows when anything here changes that may change pixels.</summary>
    public const string EngineVersion = "3.1";

    private readonly ModelSchedule _schedule;
    private readonly Denoiser _denoiser;
    private readonly ConditionMaker _conditions;
    private readonly GuardedDecoder _decoder;
    private readonly SourceEncoder _sources;
    private readonly Scorer? _scorer;

    private DiffusionPipeline(BundleFolder folder, ComputeDevice device)
    {
        Device = device;
        var index = ModelIndex.Read(folder);
        _schedule = SchedulerConfig.Read(folder);
        BundleSize.Check(folder, device);
        try
        {
            _denoiser = new Denoiser(folder, device);
            _conditions = new ConditionMaker(folder, index, _denoiser, device);
            _decoder = new GuardedDecoder(folder, index.HasTwoEncoders, device);
            _sources = new SourceEncoder(folder, _decoder.Config, _denoiser.ExtraChannels > 0, device);
            _scorer = Scorer.Load(folder, device);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Of ONNX Runtime, such as "1.31.0".</summary>
    public static string RuntimeVersion => ProviderOptions.RuntimeVersion;

    public ComputeDevice Device { get; }

    /// <summary>What to ask for when a person does not say.</summary>
    public UsualSettings Usual => UsualSettings.Of(_schedule, _denoiser, _decoder.Config);

    /// <summary>Time spent so far in networks alone: what no pipeline around them can save.</summary>
    public NetworkTimes Times => new(_conditions.Elapsed, _denoiser.Clock.Elapsed, _denoiser.Clock.Runs, _decoder.Elapsed + _sources.Elapsed, _scorer?.Elapsed ?? TimeSpan.Zero);

    /// <summary>Loads a folder in the ONNX layout of Stable Diffusion.</summary>
    /// <exception cref="BundleException">A file is missing, broken, or asks for what this engine cannot do.</exception>
    /// <exception cref="DeviceMemoryException">The networks do not fit into the device.</exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static DiffusionPipeline Load(string bundleFolder, ComputeDevice device) => new(new BundleFolder(bundleFolder), device);

    /// <summary>Renders an order's pictures; the same order gives the same pictures, bit for bit on the same machine.</summary>
    /// <param name="onStep">Called after each step, for each picture.</param>
    /// <exception cref="OrderException">The order asks for what this bundle cannot do.</exception>
    /// <exception cref="BadPictureException">The networks gave no picture.</exception>
    /// <exception cref="DeviceMemoryException">The device's memory does not take one picture.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running operator is over.</exception>
    public IReadOnlyList<RenderedPicture> Render(PictureOrder order, StepObserver? onStep, CancellationToken cancellationToken)
    {
        var shape = ShapeOf(order);
        var source = _sources.Encode(order, shape, cancellationToken);
        var conditions = _conditions.Make(order, source, cancellationToken);
        var pictures = new List<RenderedPicture>();
        for (var atOnce = order.Count; pictures.Count < order.Count;)
        {
            try
            {
                var runs = PictureRun.Of(order, pictures.Count, Math.Min(atOnce, order.Count - pictures.Count), _schedule.With(order.Sigmas), conditions.Texts, source, shape.Length);
                DenoisingLoop.Run(_denoiser, shape, order, conditions, runs, onStep, cancellationToken);
                foreach (var run in runs)
                    pictures.Add(Finish(order, run, shape, cancellationToken)); // one by one: those that are finished stay when memory runs short
            }
            catch (DeviceMemoryException) when (atOnce > 1)
            {
                atOnce = (atOnce + 1) / 2; // fewer at once need less memory, and give the same pictures
                _denoiser.Cool();
            }
        }
        return pictures;
    }

    /// <summary>
    /// Asks the network about one evaluation of an order's first picture alone, as a referee does: 0 to one less than the sampler takes. On the
    /// machine that rendered the picture the answer is the recorded one, bit for bit.
    /// </summary>
    /// <param name="latent">What the evaluations before it led to, [channels, height, width].</param>
    /// <returns>A trajectory of this one evaluation.</returns>
    /// <exception cref="OrderException">The order asks for what this bundle cannot do, or has no such evaluation or latent.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running operator is over.</exception>
    public Trajectory Evaluate(PictureOrder order, int evaluation, ReadOnlySpan<float> latent, CancellationToken cancellationToken)
    {
        var shape = ShapeOf(order);
        var sampler = SamplerOf(order, shape);
        if (latent.Length != shape.Length || evaluation < 0 || evaluation >= sampler.Timesteps.Count)
            throw new OrderException($"There is no evaluation {evaluation} of {latent.Length} numbers in {order.Steps} steps of {order.Sampler} towards {order.Width}x{order.Height}.");
        var conditions = _conditions.Make(order, _sources.IsShown ? _sources.Encode(order, shape, cancellationToken) : null, cancellationToken);
        return DenoisingLoop.Evaluate(_denoiser, shape, conditions, sampler, evaluation, latent, cancellationToken);
    }

    /// <summary>Encodes the picture that an order begins from alone, as a referee does.</summary>
    /// <returns>Its latent, [channels, height, width], in numbers that a trajectory can keep.</returns>
    /// <exception cref="OrderException">The order begins from noise.</exception>
    /// <exception cref="BundleException">The bundle has no encoder.</exception>
    /// <exception cref="BadPictureException">The encoder gave numbers that are none.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running operator is over.</exception>
    public float[] EncodeSource(PictureOrder order, CancellationToken cancellationToken) =>
        _sources.Encode(order, ShapeOf(order), cancellationToken)?.Clean ?? throw new OrderException("The order begins from noise: there is no picture to encode. Name one.");

    /// <summary>Steps that the bundle's schedule was trained with, usually 1000.</summary>
    public int TrainingSteps => _schedule.Noise.Options.TrainingSteps;

    /// <summary>Goes an order's first picture's way and leaves it a latent: for whoever wants the trajectory alone. For orders that begin from noise.</summary>
    /// <exception cref="OrderException">The order asks for what this bundle cannot do.</exception>
    /// <exception cref="BadPictureException">The networks gave numbers that are none.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running operator is over.</exception>
    public Trajectory Follow(PictureOrder order, StepObserver? onStep, CancellationToken cancellationToken)
    {
        if (order.Source is not null)
            throw new OrderException("A trajectory is followed alone for pictures that begin from noise. Leave the picture to begin from out.");
        var shape = ShapeOf(order);
        var conditions = _conditions.Make(order, _sources.Encode(order, shape, cancellationToken), cancellationToken);
        var run = PictureRun.Of(order, 0, 1, _schedule.With(order.Sigmas), conditions.Texts, source: null, shape.Length)[0];
        DenoisingLoop.Run(_denoiser, shape, order, conditions, [run], onStep, cancellationToken);
        return run.Trajectory;
    }

    /// <summary>Decodes a finished latent as the end of an order does, and puts back what its mask keeps: what a worker's picture is held against.</summary>
    /// <param name="latent">[channels, height, width].</param>
    /// <exception cref="OrderException">The latent has not the order's size.</exception>
    /// <exception cref="BadPictureException">The decoder gave no picture.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running operator is over.</exception>
    public Picture Decode(PictureOrder order, ReadOnlySpan<float> latent, CancellationToken cancellationToken)
    {
        var shape = ShapeOf(order);
        return latent.Length == shape.Length ? Compose(order, _decoder.Decode(latent, shape, cancellationToken))
            : throw new OrderException($"A latent of {latent.Length} numbers is none of {order.Width}x{order.Height}, which has {shape.Length}.");
    }

    /// <summary>Judges a picture as those that it renders are judged; null when the bundle has nothing to judge pictures with.</summary>
    /// <param name="order">What it was to show.</param>
    /// <exception cref="BundleException">A network gives no number.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running network is done.</exception>
    public PictureScores? Score(PictureOrder order, Picture picture, CancellationToken cancellationToken) => _scorer?.Score(picture, order.Prompt, cancellationToken);

    /// <summary>Whether the bundle's schedule goes with an order's sampler and steps.</summary>
    public bool CanTake(PictureOrder order)
    {
        try
        {
            _ = PictureRun.Of(order, 0, 1, _schedule.With(order.Sigmas), texts: 1, source: null, length: 1);
            return true;
        }
        catch (OrderException)
        {
            return false;
        }
    }

    /// <summary>The way of an order's first picture, to be gone again without the networks. For orders that begin from noise.</summary>
    public Replay ReplayOf(PictureOrder order) => new((uint)order.Seed, order.Sampler, _schedule.With(order.Sigmas), order.Steps, order.Guidance);

    public void Dispose()
    {
        // Null when loading failed before them.
        _scorer?.Dispose();
        _sources?.Dispose();
        _decoder?.Dispose();
        _conditions?.Dispose();
        _denoiser?.Dispose();
    }

    /// <exception cref="OrderException">The order asks for what cannot be done.</exception>
    private LatentShape ShapeOf(PictureOrder order)
    {
        OrderRules.Check(order, TrainingSteps);
        return LatentShape.OfPixels(_denoiser.Channels, order.Width, order.Height, _decoder.Config.CellPixels);
    }

    /// <summary>That of an order's pictures, before its first step.</summary>
    private Sampler SamplerOf(PictureOrder order, LatentShape shape) =>
        PictureRun.Of(order, 0, 1, _schedule.With(order.Sigmas), texts: 1, source: null, shape.Length)[0].Sampler;

    private static Picture Compose(PictureOrder order, Picture picture) => order.Source is { Mask: not null } source ? MaskedPicture.Compose(source, picture) : picture;

    private RenderedPicture Finish(PictureOrder order, PictureRun run, LatentShape shape, CancellationToken cancellationToken)
    {
        var picture = Compose(order, _decoder.Decode(run.Latent, shape, cancellationToken));
        return new(picture, run.Seed, Score(order, picture, cancellationToken), run.Latent, run.Trajectory);
    }
}
