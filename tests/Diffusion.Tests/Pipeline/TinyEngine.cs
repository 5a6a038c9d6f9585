using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Bundles;

namespace LaionGrid.Diffusion.Tests.Pipeline;

/// <summary>A tiny bundle, written and loaded.</summary>
internal sealed class TinyEngine : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private DiffusionPipeline? _engine;

    public TinyEngine(TinyBundle bundle) => bundle.Write(_folder.Path);

    /// <summary>Four steps with guidance over a picture that is wider than high, so that swapped sides are seen.</summary>
    public static PictureOrder Order { get; } = new()
    {
        Prompt = "a cat",
        Width = 64,
        Height = 32,
        Steps = 4,
        Guidance = 3,
        Sampler = SamplerKind.Ddim,
        Seed = 7,
    };

    public string Folder => _folder.Path;

    public ComputeDevice Device { get; init; } = Pocket.Cpu;

    /// <summary>Loaded when first asked for, so that a test may change the files before.</summary>
    public DiffusionPipeline Engine => _engine ??= DiffusionPipeline.Load(_folder.Path, Device);

    public IReadOnlyList<RenderedPicture> RenderAll(PictureOrder order) => Engine.Render(order, null, CancellationToken.None);

    public Picture Render(PictureOrder order) => RenderAll(order)[0].Picture;

    /// <summary>Runs of the denoiser that an order takes.</summary>
    public int EvaluationsOf(PictureOrder order)
    {
        var before = Engine.Times.Evaluations;
        Render(order);
        return Engine.Times.Evaluations - before;
    }

    public void Dispose()
    {
        _engine?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Of two pictures' bytes, 0 to 255.</summary>
    public static int LargestDifference(Picture one, Picture other) => one.Pixels.Zip(other.Pixels).Max(pair => Math.Abs(pair.First - pair.Second));

    public static double MeanDifference(Picture one, Picture other) => one.Pixels.Zip(other.Pixels).Average(pair => Math.Abs(pair.First - pair.Second));
}
