using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx;

namespace LaionGrid.Benchmarks;

/// <summary>"full-size": how near does the engine come to what a device can do, with a model of a published one's size? Its weights are random, its pictures noise.</summary>
internal sealed class FullSizeCommand
{
    private const float Guidance = 7.5f;
    private const int Texts = 2; // guided: the negative prompt and the prompt
    private const double Tera = 1e12;
    private const int BytesPerMiB = 1 << 20;

    private readonly Option<string> _folder = new("--folder") { Description = "Where the bundle lies, or is written to: 2 to 14 GB. Delete it afterwards.", Required = true };
    private readonly Option<string> _family = new("--family") { Description = "The model whose size it has.", DefaultValueFactory = _ => "sd15" };
    private readonly Option<string> _numbers = new("--numbers") { Description = "Of weights, inputs and outputs.", DefaultValueFactory = _ => "fp16" };
    private readonly Option<int> _steps = new("--steps") { Description = "Steps of a picture, two evaluations each.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _runs = new("--runs") { Description = "Pictures behind the first.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _device = new("--device") { Description = "cpu, or a kind of card such as cuda.", DefaultValueFactory = _ => "cpu" };

    public RootCommand Build()
    {
        _family.AcceptOnlyFromAmong([.. FullSizeFamily.Known.Keys]);
        _numbers.AcceptOnlyFromAmong("fp16", "fp32");
        var command = new RootCommand("Renders with a bundle of a published model's size and random weights.") { _folder, _family, _numbers, _steps, _runs, _device };
        command.SetAction(Run);
        return command;
    }

    private void Run(ParseResult result)
    {
        var (folder, family) = (result.GetRequiredValue(_folder), FullSizeFamily.Known[result.GetRequiredValue(_family)]);
        var (numbers, device) = (result.GetValue(_numbers) == "fp32" ? NumberKind.Float32 : NumberKind.Float16, Find(result.GetRequiredValue(_device)));
        Say($"{device.Name}, ONNX Runtime {DiffusionPipeline.RuntimeVersion}, {result.GetValue(_family)} in {result.GetValue(_numbers)}, {family.Side}x{family.Side}, {result.GetValue(_steps)} guided steps");
        if (!File.Exists(Path.Combine(folder, "model_index.json")))
            Say($"written in         {Time(() => new FullSizeBundle { Shape = family.Shape, Numbers = numbers }.Write(folder)),9:0.00} s");
        DiffusionPipeline? loaded = null;
        Say($"loaded in          {Time(() => loaded = DiffusionPipeline.Load(folder, device)),9:0.00} s");
        using var engine = loaded ?? throw new InvalidOperationException("Nothing was loaded.");
        Render(engine, family, result.GetValue(_steps), "first picture");
        var flopPerS = Enumerable.Range(0, result.GetValue(_runs)).Select(run => Render(engine, family, result.GetValue(_steps), $"picture {run + 2}")).ToList();
        Say($"peak memory        {Process.GetCurrentProcess().PeakWorkingSet64 / BytesPerMiB,9:#,0} MiB; of the card, by all programs: {device.UsedMemoryMiB?.ToString("#,0 MiB", CultureInfo.InvariantCulture) ?? "not known"}");
        var ceiling = MatrixCeiling.MeasureFlopPerS(device, numbers);
        Say($"matrix ceiling     {ceiling / Tera,9:0.000} TFLOP/s; the denoiser reaches {string.Join(", ", flopPerS.Select(one => (one / ceiling).ToString("0 %", CultureInfo.InvariantCulture)))} of it");
    }

    /// <returns>The denoiser's operations in a second.</returns>
    private static double Render(DiffusionPipeline engine, FullSizeFamily family, int steps, string name)
    {
        var order = new PictureOrder { Prompt = name, Width = family.Side, Height = family.Side, Steps = steps, Guidance = Guidance, Sampler = SamplerKind.Euler, Seed = 7 };
        var before = engine.Times;
        var seconds = Time(() => engine.Render(order, null, CancellationToken.None));
        var times = engine.Times - before;
        var flopPerS = times.Evaluations * Texts * family.FlopPerRow / times.Denoising.TotalSeconds;
        Say($"{name,-18} {seconds,9:0.00} s = {seconds / times.Sum.TotalSeconds:0.0000} x its networks: text {times.Text.TotalSeconds:0.00} s, denoising {times.Denoising.TotalSeconds:0.00} s, decoding {times.Decoding.TotalSeconds:0.00} s");
        Say($"                   {times.Evaluations / times.Denoising.TotalSeconds,9:0.000} steps/s, {flopPerS / Tera:0.000} TFLOP/s");
        return flopPerS;
    }

    private static ComputeDevice Find(string kind) => kind == "cpu" ? ComputeDevice.Cpu()
        : ComputeDevice.Probe().FirstOrDefault(device => device.Kind.ToString().Equals(kind, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"--device {kind}: this machine offers none that works.");

    private static double Time(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
