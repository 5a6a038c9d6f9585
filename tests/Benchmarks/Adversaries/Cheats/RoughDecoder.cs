using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Goes the whole way honestly, and paints the latent in rough colours instead of decoding it.</summary>
internal sealed class RoughDecoder(Laboratory laboratory) : ICheat
{
    private const int CellPixels = 8;

    public string Name => "rough decoder";

    public CheatOutcome Run(PictureOrder order)
    {
        var walk = new Walk(laboratory, order);
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
            walk.Take(evaluation, walk.Ask(laboratory.Referee, evaluation), isHonest: true);
        var rough = Laboratory.Preview.Paint(walk.Latent, order.Width / CellPixels, order.Height / CellPixels);
        return walk.Finish() with
        {
            Picture = PictureResize.To(rough, order.Width, order.Height),
            Saved = laboratory.Compute.Saved(order, walk.Evaluations, walk.Passes, decodes: 0),
        };
    }
}
