using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Setup;

/// <summary>A bundle of the grid, with what its manifest says of its work besides its files.</summary>
internal sealed record OfferedBundle(BundleManifest Manifest, OfferedBundle.Terms Work)
{
    private const int PixelsPerLatentSide = 8;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    public string Title => Work.Title.Length > 0 ? Work.Title : Manifest.Id;

    /// <summary>Floating-point operations of its usual picture; 0 when the manifest does not say.</summary>
    public double Flop => FlopOf(
        Work.Limits.DefaultWidth, Work.Limits.DefaultHeight, Work.Limits.DefaultEvaluations > 0 ? Work.Limits.DefaultEvaluations : Work.Limits.DefaultSteps, Work.Limits.DefaultGuidance);

    /// <param name="evaluations">How often its sampler asks the network.</param>
    public double FlopOf(PictureOrder order, int evaluations) => FlopOf(order.Width, order.Height, evaluations, order.Guidance);

    /// <summary>Those that this worker understands, in the grid's order.</summary>
    public static IReadOnlyList<OfferedBundle> Read(IEnumerable<string> manifests) =>
    [
        .. from text in manifests
           let manifest = BundleManifest.Parse(text).Manifest
           where manifest is not null
           select new OfferedBundle(manifest, JsonSerializer.Deserialize<Terms>(text, Json) ?? new()),
    ];

    /// <summary>As the grid's tariff counts.</summary>
    private double FlopOf(int width, int height, int evaluations, float guidance)
    {
        var (pixels, passes) = ((double)(width / PixelsPerLatentSide) * (height / PixelsPerLatentSide), guidance > 1 && !Work.Latent.GuidesItself ? 2 : 1);
        return (passes * Work.Tariff.TextEncoder.At(pixels)) + (evaluations * passes * Work.Tariff.Denoiser.At(pixels)) + Work.Tariff.Decoder.At(pixels);
    }

    /// <param name="MemoryMib">What a usual render needs of the device.</param>
    internal sealed record Terms(string Title = "", long MemoryMib = 0)
    {
        public Usual Limits { get; init; } = new();

        public Costs Tariff { get; init; } = new();

        public Shape Latent { get; init; } = new();
    }

    /// <param name="DefaultEvaluations">0 when the grid does not say.</param>
    internal sealed record Usual(int DefaultWidth = 0, int DefaultHeight = 0, int DefaultSteps = 0, float DefaultGuidance = 0, int DefaultEvaluations = 0);

    internal sealed record Shape(bool GuidesItself = false);

    internal sealed record Costs
    {
        public Cost TextEncoder { get; init; } = new();

        public Cost Denoiser { get; init; } = new();

        public Cost Decoder { get; init; } = new();
    }

    /// <summary>Operations by latent pixels p: constant + perPixel p + perPixelPair p².</summary>
    internal sealed record Cost(double Constant = 0, double PerPixel = 0, double PerPixelPair = 0)
    {
        public double At(double pixels) => Constant + (PerPixel * pixels) + (PerPixelPair * pixels * pixels);
    }
}
