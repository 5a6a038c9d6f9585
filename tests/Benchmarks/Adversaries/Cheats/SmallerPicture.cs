using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>
/// Renders at half the sides, and claims at each step what leads to that picture enlarged: the clean latents are enlarged, so that the noise the claim takes away is the order's own.
/// </summary>
internal sealed class SmallerPicture(Laboratory laboratory) : ICheat
{
    private const int CellPixels = 8;
    private const int Times = 2;

    public string Name => "half the sides, enlarged";

    public CheatOutcome Run(PictureOrder order)
    {
        var (walk, small) = (new Walk(laboratory, order), new Walk(laboratory, order with { Width = order.Width / Times, Height = order.Height / Times }));
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            var answer = small.Ask(laboratory.Referee, evaluation);
            var texts = answer.Texts.Select(text => walk.Implying(evaluation, Enlarge(small.Implied(evaluation, text), small.Order))).ToArray();
            small.Take(evaluation, answer, isHonest: true);
            walk.Take(evaluation, new(texts), isHonest: false);
        }
        return walk.Finish(small.Passes / (Times * Times));
    }

    /// <summary>Between the middles of cells in straight lines.</summary>
    private static float[] Enlarge(float[] latent, PictureOrder small)
    {
        var (width, height) = (small.Width / CellPixels, small.Height / CellPixels);
        var large = new float[latent.Length * Times * Times];
        for (var index = 0; index < large.Length; index++)
        {
            var (x, y, channel) = (index % (width * Times), index / (width * Times) % (height * Times), index / (width * height * Times * Times));
            var (left, across) = Place(x, width);
            var (top, down) = Place(y, height);
            large[index] = Between(Row(top), Row(Math.Min(top + 1, height - 1)), down);

            float Row(int row) => Between(At(row, left), At(row, Math.Min(left + 1, width - 1)), across);
            float At(int row, int column) => latent[(((channel * height) + row) * width) + column];
        }
        return large;
    }

    private static (int Cell, float Part) Place(int position, int cells)
    {
        var exact = Math.Clamp(((position + 0.5f) / Times) - 0.5f, 0, cells - 1);
        return ((int)exact, exact - (int)exact);
    }

    private static float Between(float from, float to, float part) => from + (part * (to - from));
}
