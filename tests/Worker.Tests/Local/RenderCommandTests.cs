using System.Diagnostics;
using System.Globalization;
using System.Text;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Worker.Tests.Rendering;

namespace LaionGrid.Worker.Tests.Local;

/// <summary>"laiongrid-worker render" in processes of its own, against the engine in this one.</summary>
public sealed class RenderCommandTests : IDisposable
{
    private static readonly PictureOrder Order = new()
    {
        Prompt = "a (red:1.2) circle",
        NegativePrompt = "night",
        Width = 64,
        Height = 64,
        Steps = 2,
        Guidance = 4,
        Sampler = SamplerKind.EulerAncestral,
        Seed = 4_294_967_295,
    };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Render_WithEverySetting_WritesTheEnginesPicturesWithTheirSettings()
    {
        var worker = await LocalWorker.RunAsync(_folder.Path, [.. CommandFor(Order), "--count", "2", "--out", "house.png"]);

        Assert.Equal((0, ""), (worker.ExitCode, worker.Error));
        var expected = Engine(Order with { Count = 2 });
        Assert.Equal([4_294_967_295, 0], expected.Select(picture => picture.Seed));
        Assert.All(expected, picture =>
        {
            var png = File.ReadAllBytes(_folder[$"house-{picture.Seed}.png"]);
            Assert.Equal(picture.Picture.Pixels, PngReader.Decode(png).Pixels);
            Assert.Contains(
                "tEXtparameters\0a (red:1.2) circle\nNegative prompt: night\nSteps: 2, Sampler: Euler a, CFG scale: 4, "
                + $"Seed: {picture.Seed}, Size: 64x64, Model: pocket",
                Encoding.Latin1.GetString(png), StringComparison.Ordinal);
            Assert.Contains($"house-{picture.Seed}.png: 64x64, seed {picture.Seed}, text fit ", worker.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Render_FromAPictureAndAMask_FitsThemAndKeepsWhatIsDark()
    {
        var source = Ramp(96, 64, pixel => (byte)(pixel % 96 * 2));
        var mask = Ramp(96, 64, pixel => pixel % 96 < 48 ? (byte)0 : byte.MaxValue);
        File.WriteAllBytes(_folder["source.png"], PngWriter.Encode(source));
        File.WriteAllBytes(_folder["mask.png"], PngWriter.Encode(mask));
        File.WriteAllText(_folder["picture.png"], "what lay here before");

        var worker = await LocalWorker.RunAsync(_folder.Path, [.. CommandFor(Order), "--image", "source.png", "--mask", "mask.png", "--strength", "0.5"]);

        Assert.Equal((0, ""), (worker.ExitCode, worker.Error));
        var (fitted, fittedMask) = (PictureResize.To(source, 64, 64), Mask.Of(PictureResize.To(mask, 64, 64)));
        var expected = Assert.Single(Engine(Order with { Source = new(fitted) { Strength = 0.5, Mask = fittedMask } })).Picture;
        var made = PngReader.Decode(File.ReadAllBytes(_folder["picture.png"]));
        Assert.Equal(expected.Pixels, made.Pixels);
        Assert.Equal(fitted.Pixels[..30], made.Pixels[..30]);
        Assert.NotEqual(fitted.Pixels, made.Pixels);
    }

    [Fact]
    public async Task Render_WithoutSettings_TakesTheBundles()
    {
        var worker = await LocalWorker.RunAsync(_folder.Path, "render", "--bundle", PocketModel.Folder, "--device", "cpu", "--steps", "1");

        Assert.Equal(0, worker.ExitCode);
        Assert.Contains("Steps: 1, Sampler: DDIM, CFG scale: 4,", Encoding.Latin1.GetString(File.ReadAllBytes(_folder["picture.png"])), StringComparison.Ordinal);
        Assert.StartsWith("Rendering 1 of 128x128 with pocket, 1 step of ddim, guidance 4.", worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WhenMemoryIsTooShortForAll_RendersFewerAtOnceAndTheSamePictures()
    {
        var large = Order with { Width = 256, Height = 256 };

        var worker = await LocalWorker.RunAsync(_folder.Path, [.. CommandFor(large), "--count", "8", "--memory-limit", "100"]);

        Assert.Equal((0, ""), (worker.ExitCode, worker.Error));
        var last = Assert.Single(Engine(large with { Seed = 6 }));
        Assert.Equal(last.Picture.Pixels, PngReader.Decode(File.ReadAllBytes(_folder["picture-6.png"])).Pixels);
    }

    [Fact]
    public async Task Render_WhenMemoryIsTooShortForOne_SaysSoInOneLine()
    {
        var worker = await LocalWorker.RunAsync(_folder.Path, [.. CommandFor(Order with { Width = 512, Height = 512 }), "--memory-limit", "14"]);

        Assert.Equal(1, worker.ExitCode);
        Assert.Matches(@"^Running unet/model\.onnx on CPU .* wants another .* MiB of memory; the device gives 14 MiB in all\. Ask for a smaller picture.*\.\r?\n$", worker.Error);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [OnUnixFact]
    public async Task Render_WhenInterrupted_StopsAndWritesNothing()
    {
        using var process = LocalWorker.Start(_folder.Path, CommandFor(Order with { Steps = 1000 }));
        Assert.StartsWith("Rendering 1 of 64x64 with pocket", await process.StandardOutput.ReadLineAsync().WaitAsync(LocalWorker.Soon), StringComparison.Ordinal);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.Equal("Stopped.\n", await process.StandardError.ReadToEndAsync().WaitAsync(LocalWorker.Soon));
        await process.WaitForExitAsync().WaitAsync(LocalWorker.Soon);

        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] CommandFor(PictureOrder order) =>
    [
        "render", "--bundle", PocketModel.Folder, "--device", "cpu", "--prompt", order.Prompt, "--negative", order.NegativePrompt, "--sampler", "euler-a",
        "--width", Text(order.Width), "--height", Text(order.Height), "--steps", Text(order.Steps), "--guidance", Text(order.Guidance), "--seed", Text(order.Seed),
    ];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static IReadOnlyList<RenderedPicture> Engine(PictureOrder order)
    {
        using var engine = DiffusionPipeline.Load(PocketModel.Folder, ComputeDevice.Cpu());
        return engine.Render(order, null, CancellationToken.None);
    }

    private static Picture Ramp(int width, int height, Func<int, byte> shade) =>
        new(width, height, [.. Enumerable.Range(0, width * height).SelectMany(pixel => Enumerable.Repeat(shade(pixel), 3))]);
}
