using System.Diagnostics;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Benchmarks.Adversaries.Economy;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Trusting;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Benchmarks.Adversaries.Study;

/// <summary>What checking costs the grid, against what its workers do and send anyway.</summary>
/// <param name="Steady">Share of the fleet's compute, by operation count, once all are trusted.</param>
/// <param name="Everything">The same when every job is audited.</param>
/// <param name="Proving">The same for workers that are new.</param>
/// <param name="FirstJobs">The same over an honest worker's simulated jobs, from its first on.</param>
/// <param name="SteadyTime">As <paramref name="Steady"/>, by the clock and the real engine.</param>
/// <param name="EverythingTime">As <paramref name="Everything"/>, by the clock.</param>
/// <param name="Extra">Evaluations asked about in an honest picture because they stand out.</param>
/// <param name="Bytes">That a job adds to what is sent, once all are trusted.</param>
internal sealed record CheckingCost(
    double Steady, double Everything, double Proving, double FirstJobs, double SteadyTime, double EverythingTime, double Extra, AuditBytes Bytes)
{
    private const int Trusted = 1000;
    private const int Timings = 7;

    public static CheckingCost Of(Laboratory laboratory, PictureOrder order, IReadOnlyList<SeenWork> good, IReadOnlyList<LifeTally> lives)
    {
        var (options, evaluations) = (new VerificationOptions(), good[0].Times.Count);
        AuditPlan trusted = TrustPolicy.Plan(Trusted, order.Steps, 0, options), proving = TrustPolicy.Plan(0, order.Steps, 0, options);
        var extra = good.Average(work => work.StandsOut.Count(one => one));
        var (render, evaluate, decode) = Time(laboratory.Referee, order);
        var timed = (((trusted.Checks + extra) * evaluate) + (trusted.DecodeShare * decode)) / render;
        return new(
            ((1 - options.CanaryShare) * trusted.Rate * By(trusted.Checks + extra, trusted.DecodeShare)) + (options.CanaryShare * By(evaluations, 1)), By(trusted.Checks + extra, trusted.DecodeShare), By(proving.Checks + extra, proving.DecodeShare),
            lives.Sum(life => life.Audits * By(life.Checks / (double)life.Audits, life.Decodes / (double)life.Audits)) / lives.Sum(life => life.Jobs),
            ((1 - options.CanaryShare) * trusted.Rate * timed) + (options.CanaryShare * (((evaluations * evaluate) + decode) / render)), timed, extra, AuditBytes.Of(laboratory.Referee, order, evaluations, trusted, extra));

        double By(double checks, double decodes) => laboratory.Compute.Checked(order, evaluations, checks, decodes);
    }

    /// <summary>Medians, in milliseconds.</summary>
    private static (double Render, double Evaluate, double Decode) Time(DiffusionPipeline engine, PictureOrder order)
    {
        var picture = engine.Render(order, null, CancellationToken.None)[0];
        return (
            Median(() => engine.Render(order, null, CancellationToken.None)),
            Median(() => engine.Evaluate(order, order.Steps / 2, picture.Latent, CancellationToken.None)),
            Median(() => engine.Decode(order, picture.Latent, CancellationToken.None)));
    }

    private static double Median(Action work) => Enumerable.Range(0, Timings).Select(_ =>
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }).Order().ElementAt(Timings / 2);
}

/// <summary>Bytes that auditing adds to a job of trusted workers on average, framing aside.</summary>
/// <param name="Commitment">With every job.</param>
/// <param name="Reveal">From the worker, at the audit rate.</param>
/// <param name="Question">To the referee, at the audit rate.</param>
/// <param name="Answer">From it.</param>
internal sealed record AuditBytes(double Commitment, double Reveal, double Question, double Answer)
{
    private const int Channels = 4;
    private const int CellPixels = 8;

    public double Sum => Commitment + Reveal + Question + Answer;

    public static AuditBytes Of(DiffusionPipeline engine, PictureOrder order, int evaluations, AuditPlan plan, double extra)
    {
        var (length, texts) = (Channels * (order.Width / CellPixels) * (order.Height / CellPixels), order.Guidance > 1 ? 2 : 1);
        var png = PngWriter.Encode(engine.Render(order, null, CancellationToken.None)[0].Picture).Length;
        return new(
            Arithmetic.Trajectories.Commitment.BytesOf(evaluations), plan.Rate * Trajectory.BytesOf(evaluations, texts, length),
            plan.Rate * (plan.Checks + extra + plan.DecodeShare) * length * sizeof(float),
            plan.Rate * (((plan.Checks + extra) * Trajectory.BytesOf(1, texts, length)) + (plan.DecodeShare * png)));
    }
}
