using System.Text.Json;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>What an order's networks compute, by the operation counts of the bundle's own tariff.</summary>
internal sealed class ComputeShare
{
    private const int CellPixels = 8;

    private readonly JsonElement _tariff;

    public ComputeShare(string bundle)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(bundle, "bundle.json")));
        _tariff = manifest.RootElement.GetProperty("tariff").Clone();
    }

    /// <param name="passes">Runs of the denoiser for one text, at the order's size; two an evaluation under guidance.</param>
    /// <param name="decodes">Of the decoder.</param>
    /// <returns>What is saved against an honest picture of so many evaluations.</returns>
    public double Saved(PictureOrder order, int evaluations, double passes, double decodes)
    {
        var texts = order.Guidance > 1 ? 2 : 1;
        return 1 - (Whole(order, passes, decodes, texts) / Whole(order, evaluations * texts, 1, texts));
    }

    /// <param name="checks">Evaluations that a referee does again.</param>
    /// <returns>What that takes of an honest picture of so many evaluations, texts encoded anew.</returns>
    public double Checked(PictureOrder order, int evaluations, double checks, double decodes)
    {
        var texts = order.Guidance > 1 ? 2 : 1;
        return Whole(order, checks * texts, decodes, texts) / Whole(order, evaluations * texts, 1, texts);
    }

    private double Whole(PictureOrder order, double passes, double decodes, int texts) =>
        (passes * Cost("denoiser", order)) + (decodes * Cost("decoder", order)) + (texts * Cost("textEncoder", order));

    private double Cost(string network, PictureOrder order)
    {
        var (cells, cost) = (order.Width * order.Height / (double)(CellPixels * CellPixels), _tariff.GetProperty(network));
        return cost.GetProperty("constant").GetDouble() + (cost.GetProperty("perPixel").GetDouble() * cells) + (cost.GetProperty("perPixelPair").GetDouble() * cells * cells);
    }
}
