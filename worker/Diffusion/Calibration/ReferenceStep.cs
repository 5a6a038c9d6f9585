using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>One evaluation of a picture that the reference rendered: what the network was asked, and what it answered.</summary>
/// <param name="Latent">What the evaluations before it led to.</param>
/// <param name="Whole">The picture's trajectory, with this evaluation in it.</param>
public sealed record ReferenceStep(PictureOrder Order, int Evaluation, double Timestep, float[] Latent, Trajectory Whole)
{
    /// <summary>All evaluations of a picture, in their order.</summary>
    public static IReadOnlyList<ReferenceStep> Of(Replay replay, PictureOrder order, Trajectory trajectory)
    {
        var steps = new List<ReferenceStep>();
        replay.Run(trajectory, view => steps.Add(new(order, view.Evaluation, view.Timestep, view.Latent.ToArray(), trajectory)));
        return steps;
    }

    /// <summary>What the reference answered, as a trajectory of this evaluation alone.</summary>
    public Trajectory Answer()
    {
        var (answer, output) = (new Trajectory(1, Whole.Texts, Whole.Length), new float[Whole.Length]);
        for (var text = 0; text < Whole.Texts; text++)
        {
            Whole.CopyTo(Evaluation, text, output);
            answer.Record(0, text, output);
        }
        return answer;
    }
}
