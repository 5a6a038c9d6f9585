using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Calibration;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>Everything that the grid could learn of one picture that was handed in: every step is asked about, where an audit would draw one.</summary>
/// <param name="IsExact">Seed, noise, guidance and steps lead to the latent that was handed in.</param>
/// <param name="Steps">In their order.</param>
/// <param name="PictureDb">How near the picture is to what the latent decodes to; 100 when they are equal.</param>
internal sealed record Examination(bool IsExact, IReadOnlyList<ExaminedStep> Steps, double PictureDb, double Saved)
{
    private const double EqualDb = 100;

    /// <summary>Some step stands out, and would be asked about whatever the lottery drew.</summary>
    public bool StandsOut => Steps.Any(step => step.Why != Oddities.None);

    public static Examination Of(Laboratory laboratory, ToleranceTable table, PictureOrder order, CheatOutcome outcome)
    {
        var (replay, recorder, latents) = (laboratory.Referee.ReplayOf(order), new TraitsRecorder(), new List<float[]>());
        var end = replay.Run(outcome.Trajectory, view =>
        {
            recorder.Observe(view);
            latents.Add(view.Latent.ToArray());
        });
        var odd = table.BoundsOf(order.Sampler, order.Guidance)?.Judge(recorder.Traits, order.Steps).ToDictionary(one => one.Step.Evaluation, one => one.Why) ?? [];
        var steps = latents.Select((latent, evaluation) => new ExaminedStep(
            new MeasuredStep(recorder.Traits[evaluation].Timestep, Compare(laboratory, order, outcome.Trajectory, evaluation, latent)),
            outcome.Altered.Contains(evaluation),
            odd.GetValueOrDefault(evaluation))).ToArray();
        var decoded = laboratory.Referee.Decode(order, end, CancellationToken.None);
        return new(end.AsSpan().SequenceEqual(outcome.Latent), steps, Db(decoded, outcome.Picture), outcome.Saved);
    }

    private static StepResidual Compare(Laboratory laboratory, PictureOrder order, Trajectory claimed, int evaluation, float[] latent) =>
        Residuals.Between(claimed, evaluation, laboratory.Referee.Evaluate(order, evaluation, latent, CancellationToken.None), order.Guidance);

    private static double Db(Picture one, Picture two)
    {
        var squares = one.Pixels.Zip(two.Pixels, (x, y) => (double)(x - y) * (x - y)).Average();
        return squares == 0 ? EqualDb : 10 * Math.Log10(255 * 255 / squares);
    }
}
