using System.Globalization;
using System.Text.Json;
using LaionGrid.Diffusion;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Local;

/// <summary>A bundle loaded onto this machine's device, for one command.</summary>
internal sealed class LocalSession : IDisposable
{
    private const string Manifest = "bundle.json";

    private LocalSession(string folder, DiffusionPipeline engine)
    {
        var said = ManifestOf(folder);
        (Name, Engine, Usual) = (NameOf(folder), engine, said?.Limits?.Over(engine.Usual) ?? engine.Usual);
        (Id, Version) = (said?.Id ?? Name, said?.Version ?? 1);
    }

    /// <summary>The bundle's, for the text in pictures.</summary>
    public string Name { get; }

    /// <summary>What the bundle's manifest calls it; its folder's name where there is none.</summary>
    public string Id { get; }

    /// <summary>The manifest's; 1 where there is none.</summary>
    public int Version { get; }

    public DiffusionPipeline Engine { get; }

    /// <summary>What the bundle's manifest suggests, where it has one; otherwise what its configuration does.</summary>
    public UsualSettings Usual { get; }

    /// <exception cref="LocalException">There is no such folder, or no such kind of device.</exception>
    /// <exception cref="DeviceException">There is no such device on this machine, or it has not the memory.</exception>
    /// <exception cref="BundleException">A file of the folder is missing or broken.</exception>
    public static LocalSession Open(string folder, (DeviceRequest? Request, string? Problem) device, ProgressLine progress)
    {
        CheckFolder(folder);
        var request = device.Request ?? throw new LocalException(device.Problem ?? "");
        progress.Show($"Loading {NameOf(folder)} ...");
        var (found, problem) = request.Find();
        return Open(folder, found ?? throw new DeviceException(problem), progress);
    }

    /// <summary>As the other, onto a device that was found before.</summary>
    public static LocalSession Open(string folder, ComputeDevice device, ProgressLine progress)
    {
        CheckFolder(folder);
        progress.Show($"Loading {NameOf(folder)} ...");
        var engine = DiffusionPipeline.Load(folder, device);
        try
        {
            return new(folder, engine);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Such as "4 of 512x512 with pocket, 20 steps of ddim, guidance 7.5".</summary>
    public string Describe(PictureOrder order) => string.Create(
        CultureInfo.InvariantCulture, $"{order.Count} of {order.Width}x{order.Height} with {Name}, {order.Steps} {(order.Steps == 1 ? "step" : "steps")} of {SamplerNames.Of(order.Sampler)}, guidance {order.Guidance:0.##}");

    public void Dispose() => Engine.Dispose();

    private static string NameOf(string folder) => Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));

    private static void CheckFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new LocalException($"--bundle {folder} is no folder. Name the one with model_index.json in it.");
    }

    private static Suggestions? ManifestOf(string folder)
    {
        var path = Path.Combine(folder, Manifest);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Suggestions>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (JsonException error)
        {
            throw new BundleException($"{path} is no manifest: {error.Message} Fetch the model again.", error);
        }
    }

    private sealed record Suggestions(string? Id, int? Version, Limits? Limits);

    private sealed record Limits(int? DefaultWidth, int? DefaultHeight, int? DefaultSteps, float? DefaultGuidance)
    {
        public UsualSettings Over(UsualSettings usual) =>
            new(DefaultWidth ?? usual.Width, DefaultHeight ?? usual.Height, DefaultSteps ?? usual.Steps, DefaultGuidance ?? usual.Guidance, usual.Sampler);
    }
}
