using BenchmarkDotNet.Attributes;
using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Benchmarks;

/// <summary>
/// What does it cost a worker to record and commit to twenty guided steps, and a coordinator to replay them? With latents of the
/// bundled model (16 x 16 cells) and of Stable Diffusion at 512 x 512 (64 x 64).
/// </summary>
[MemoryDiagnoser]
public class TrajectoryBenchmark
{
    private const int Steps = 20;
    private const int Texts = 2;
    private const int Channels = 4;

    private static readonly NoiseSchedule Schedule = new(new ScheduleOptions());

    private static readonly PlausibilityBounds Bounds = new()
    {
        Sampler = SamplerKind.Ddim,
        Guidance = 7.5,
        Bins = [.. TimestepBins.Bounds(1000).Select(below => new PlausibilityBin(below, 1, 1, 1))],
    };

    private Trajectory _trajectory = new(1, 1, 1);
    private float[] _output = [];

    [Params(16, 64)]
    public int Cells { get; set; }

    [Params(SamplerKind.Ddim, SamplerKind.EulerAncestral)]
    public SamplerKind Sampler { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var noise = new TorchNoise(1);
        _output = new float[Channels * Cells * Cells];
        _trajectory = new(Steps, Texts, _output.Length);
        for (var evaluation = 0; evaluation < Steps; evaluation++)
        {
            for (var text = 0; text < Texts; text++)
            {
                noise.Fill(_output);
                _trajectory.Record(evaluation, text, _output);
            }
        }
    }

    [Benchmark]
    public void Record()
    {
        for (var evaluation = 0; evaluation < Steps; evaluation++)
        {
            for (var text = 0; text < Texts; text++)
                _trajectory.Record(evaluation, text, _output);
        }
    }

    [Benchmark]
    public byte[] Commit() => Commitment.Make(new byte[Commitment.NonceBytes], _trajectory, _output, new byte[Commitment.LeafBytes]);

    /// <summary>As <see cref="Replay"/>, and looks at every step on the way.</summary>
    [Benchmark]
    public IReadOnlyList<StandingOut> Judge()
    {
        var recorder = new TraitsRecorder();
        new Replay(7, Sampler, Schedule, Steps, 7.5f).Run(_trajectory, recorder.Observe);
        return Bounds.Judge(recorder.Traits, Steps);
    }

    [Benchmark]
    public float[] Replay() => new Replay(7, Sampler, Schedule, Steps, 7.5f).Run(_trajectory);
}
