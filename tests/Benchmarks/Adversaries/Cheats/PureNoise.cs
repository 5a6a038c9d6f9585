using LaionGrid.Arithmetic.Noise;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Cheats;

/// <summary>Claims unit noise, as large as outputs are.</summary>
internal sealed class PureNoise(Laboratory laboratory) : ICheat
{
    public string Name => "noise";

    public CheatOutcome Run(PictureOrder order)
    {
        var (walk, stream) = (new Walk(laboratory, order), new TorchNoise(order.Seed + 1));
        for (var evaluation = 0; evaluation < walk.Evaluations; evaluation++)
        {
            var noise = new float[walk.Latent.Length];
            stream.Fill(noise);
            walk.Take(evaluation, new([.. Enumerable.Range(0, walk.Trajectory.Texts).Select(_ => noise.ToArray())]), isHonest: false);
        }
        return walk.Finish();
    }
}
