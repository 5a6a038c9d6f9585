using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Worker.Local;

namespace LaionGrid.Worker.Setup;

/// <summary>How fast this machine renders a bundle's usual picture.</summary>
/// <param name="Evaluations">How often a picture asks the network.</param>
/// <param name="PictureSeconds">Median of the timed renders; the first, which warms up, is none of them.</param>
internal sealed record SpeedRun(PictureOrder Order, int Evaluations, int Pictures, double PictureSeconds)
{
    private const string Prompt = "a red house on green hills at sunset";

    /// <param name="length">It renders for so long, and at least one picture.</param>
    public static SpeedRun Measure(LocalSession session, TimeSpan length, TimeProvider time, ProgressLine progress, CancellationToken cancellationToken)
    {
        var usual = session.Usual;
        var order = new PictureOrder { Prompt = Prompt, Width = usual.Width, Height = usual.Height, Steps = usual.Steps, Guidance = usual.Guidance, Sampler = usual.Sampler, Seed = 1 };
        var seconds = new List<double>();
        Render();
        var started = time.GetTimestamp();
        do
            seconds.Add(Render());
        while (Show(time.GetElapsedTime(started)) < length);
        seconds.Sort();
        return new(order, session.Engine.ReplayOf(order).Timesteps.Count, seconds.Count, seconds[seconds.Count / 2]);

        // Another text each time: equal ones are encoded once.
        double Render() => BenchSample.Measure(session.Engine, order with { Prompt = Prompt + new string(' ', seconds.Count) }, cancellationToken).Whole.TotalSeconds;

        TimeSpan Show(TimeSpan elapsed)
        {
            progress.Show((int)Math.Min(elapsed.TotalSeconds, length.TotalSeconds), Math.Max(1, (int)length.TotalSeconds), "seconds of rendering");
            return elapsed;
        }
    }
}
