using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Rendering;

/// <summary>The repository's bundled model, and this build's render process.</summary>
internal static class PocketModel
{
    public static string Models { get; } = FindModels();

    public static string Folder { get; } = Path.Combine(Models, "pocket");

    public static ChildCommand Command { get; } = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "laiongrid-worker.dll"), ChildCommand.Name, "--device", "cpu"]);

    public static RenderJob Job(int steps) => new("0123456789abcdef0123456789abcdef", "pocket", Folder, new PictureOrder
    {
        Prompt = "a red circle",
        Width = 64,
        Height = 64,
        Steps = steps,
        Guidance = 4,
        Sampler = SamplerKind.Ddim,
        Seed = 7,
    });

    private static string FindModels()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LaionGrid.sln")))
                return Path.Combine(folder.FullName, "models");
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
