using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Tests;

/// <summary>The bundled model, loaded once on the CPU for all tests that run networks; they run one after the other.</summary>
public sealed class Pocket : IDisposable
{
    public const string Collection = "Pocket";

    public static string Path { get; } = FindModel();

    internal static BundleFolder Folder { get; } = new(Path);

    public static ComputeDevice Cpu { get; } = ComputeDevice.Probe()[^1];

    public DiffusionPipeline Engine { get; } = DiffusionPipeline.Load(Path, Cpu);

    /// <summary>Small and quick, with nothing left out.</summary>
    public static PictureOrder Order { get; } = new()
    {
        Prompt = "a red circle on a blue background",
        Width = 64,
        Height = 64,
        Steps = 3,
        Guidance = 4,
        Sampler = SamplerKind.Ddim,
        Seed = 7,
    };

    public void Dispose() => Engine.Dispose();

    private static string FindModel()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "LaionGrid.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return System.IO.Path.Combine(folder, "models", "pocket");
    }
}

[CollectionDefinition(Pocket.Collection)]
public sealed class PocketUsers : ICollectionFixture<Pocket>;
