using System.Diagnostics;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>Renders the same order again and again and takes medians. The first render warms up and does not count.</summary>
internal static class Bench
{
    private const int BytesPerMiB = 1 << 20;

    public static BenchReport Run(LocalSession session, PictureOrder order, int runs, TimeSpan load, ProgressLine progress, CancellationToken cancellationToken)
    {
        var samples = new List<BenchSample>();
        for (var run = 0; run <= runs; run++)
        {
            progress.Show(run, runs + 1, "renders");
            samples.Add(BenchSample.Measure(session.Engine, order with { Prompt = order.Prompt + new string(' ', run) }, cancellationToken)); // another text each time: equal ones are encoded once
        }
        var first = samples[0];
        samples.RemoveAt(0);
        var device = session.Engine.Device;
        return new()
        {
            Bundle = session.Name,
            Device = device.Name,
            Provider = device.Provider,
            OnnxRuntime = DiffusionPipeline.RuntimeVersion,
            Engine = DiffusionPipeline.EngineVersion,
            Runs = runs,
            LoadS = load.TotalSeconds,
            FirstImageS = first.Whole.TotalSeconds,
            ImageS = Median(sample => sample.Whole.TotalSeconds),
            ImageSpreadS = Spread(sample => sample.Whole.TotalSeconds),
            TextS = Median(sample => sample.Networks.Text.TotalSeconds),
            DenoisingS = Median(sample => sample.Networks.Denoising.TotalSeconds),
            DecodingS = Median(sample => sample.Networks.Decoding.TotalSeconds),
            ScoringS = Median(sample => sample.Networks.Scoring.TotalSeconds),
            StepsPerS = Median(sample => sample.Networks.Evaluations / sample.Networks.Denoising.TotalSeconds),
            ImagesPerS = Median(sample => order.Count / sample.Whole.TotalSeconds),
            OverheadRatio = Median(sample => sample.Overhead),
            OverheadRatioSpread = Spread(sample => sample.Overhead),
            AllocatedBytesPerStep = order.Steps > 1 ? Median(sample => sample.AllocatedPerStep) : null,
            PeakRamMib = Process.GetCurrentProcess().PeakWorkingSet64 / BytesPerMiB,
            PeakVramMib = session.Engine.Device.UsedMemoryMiB,
        };

        double Spread(Func<BenchSample, double> value) => samples.Max(value) - samples.Min(value);

        double Median(Func<BenchSample, double> value)
        {
            var sorted = samples.Select(value).Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
