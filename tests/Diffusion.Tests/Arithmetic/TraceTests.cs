using System.Text.Json;
using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// Runs of diffusers' own schedulers, evaluation by evaluation: traces.json, recorded in double precision from the source it names, over a
/// network that is not linear, y = x t / (t + 1) / (1 + |x|), begun as in rendering. Each is read from its scheduler_config.json as a bundle's is.
/// </summary>
public sealed class TraceTests : IDisposable
{
    /// <summary>
    /// Of a number's size plus one. Ours round the sample to float once an evaluation, 6e-8 of it, and draw noise within 1e-6 of torch's: 2e-6 at
    /// most as measured. A wrong coefficient shows at 1e-3 and above.
    /// </summary>
    private const double Tolerance = 5e-6;

    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Arithmetic", "traces.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    private readonly string _folder = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;

    public static IEnumerable<object[]> Runs => Cases.Select((run, index) => new object[] { index, Label(run) });

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_UnderAPublishedSchedule_FollowsDiffusers(int index, string label)
    {
        var run = Cases[index];
        var sampler = Create(run);
        var sample = Vector(step => ((step * 23 % 40) / 20f) - 1);
        var noise = Vector(step => ((step * 17 % 40) / 16f) - 1.25f);

        AssertNear(Doubles(run, "timesteps"), sampler.Timesteps, label);
        AssertNear(Doubles(run, "levels"), Enumerable.Range(0, sampler.Timesteps.Count).Select(evaluation => LastOf(sampler, evaluation, sample, noise)), label);
        Begin(run, sampler, sample, noise, label);
        AssertNear(run.GetProperty("samples").EnumerateArray().SelectMany(Numbers), Follow(sampler, sample), label);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Sampler Create(JsonElement run)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "scheduler"));
        File.WriteAllText(Path.Combine(_folder, "scheduler", "scheduler_config.json"), run.GetProperty("config").GetRawText());
        var schedule = SchedulerConfig.Read(new BundleFolder(_folder));
        Assert.Equal(run.GetProperty("kind").GetString(), schedule.Sampler.ToString());
        SamplingPlan plan = new() { Steps = run.GetProperty("steps").GetInt32(), FirstStep = run.GetProperty("first").GetInt32() };
        return Sampler.Create(schedule.Sampler, schedule.Noise, plan, 40, new TorchNoise(0));
    }

    /// <summary>A run from the first step begins with noise alone, a later one with a clean sample and noise.</summary>
    private static void Begin(JsonElement run, Sampler sampler, float[] sample, float[] noise, string label)
    {
        if (run.GetProperty("first").GetInt32() > 0)
        {
            sampler.AddNoise(0, sample, noise, sample);
            return;
        }
        AssertNear(run.GetProperty("scale").GetDouble(), sampler.InitialScale, label);
        foreach (ref var value in sample.AsSpan())
            value = (float)(value * sampler.InitialScale);
    }

    private static IEnumerable<double> Follow(Sampler sampler, float[] sample)
    {
        var (scaled, output) = (new float[sample.Length], new float[sample.Length]);
        for (var evaluation = 0; evaluation < sampler.Timesteps.Count; evaluation++)
        {
            sampler.ScaleInput(evaluation, sample, scaled);
            var time = sampler.Timesteps[evaluation];
            for (var index = 0; index < output.Length; index++)
                output[index] = (float)(scaled[index] * time / (time + 1) / (1 + Math.Abs((double)scaled[index])));
            sampler.Step(evaluation, output, sample);
            yield return sample[0];
            yield return sample[17];
            yield return sample[39];
        }
    }

    private static double LastOf(Sampler sampler, int evaluation, float[] clean, float[] noise)
    {
        var noisy = new float[clean.Length];
        sampler.AddNoise(evaluation, clean, noise, noisy);
        return noisy[^1];
    }

    private static float[] Vector(Func<int, float> valueOf) => [.. Enumerable.Range(0, 40).Select(valueOf)];

    private static void AssertNear(IEnumerable<double> expected, IEnumerable<double> actual, string label)
    {
        var (left, right) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(left.Length, right.Length);
        for (var index = 0; index < left.Length; index++)
            AssertNear(left[index], right[index], $"{label}, number {index}");
    }

    private static void AssertNear(double expected, double actual, string label) => Assert.True(
        Math.Abs(expected - actual) <= Tolerance * (1 + Math.Abs(expected)),
        $"{label}: {actual} where diffusers has {expected}.");

    private static double[] Doubles(JsonElement run, string name) => Numbers(run.GetProperty(name));

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static string Label(JsonElement run) =>
        $"{run.GetProperty("kind")}, {run.GetProperty("steps")} steps from {run.GetProperty("first")}, {run.GetProperty("config").GetRawText()}";
}
