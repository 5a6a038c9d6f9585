using BenchmarkDotNet.Attributes;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Benchmarks;

/// <summary>How long does the CPU take over one picture of 128x128 with 20 guided steps, and what does the managed side allocate for it?</summary>
[MemoryDiagnoser]
public class RenderBenchmark
{
    private static readonly PictureOrder Order = new()
    {
        Prompt = "a red house on a hill at sunset",
        Width = 128,
        Height = 128,
        Steps = 20,
        Guidance = 4,
        Sampler = SamplerKind.Ddim,
        Seed = 7,
    };

    private DiffusionPipeline? _engine;

    [GlobalSetup]
    public void Load() => _engine = DiffusionPipeline.Load(PocketFolder.Path, ComputeDevice.Probe()[^1]);

    [GlobalCleanup]
    public void Free() => _engine?.Dispose();

    [Benchmark]
    public object Render() => _engine!.Render(Order, null, CancellationToken.None); // loaded by the setup
}
