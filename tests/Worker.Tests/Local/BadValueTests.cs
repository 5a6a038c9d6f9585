using LaionGrid.Worker.Local;
using LaionGrid.Worker.Tests.Rendering;

namespace LaionGrid.Worker.Tests.Local;

/// <summary>What is wrong on the command line is told before anything is loaded.</summary>
[Collection(ConsoleUsers.Name)]
public sealed class BadValueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("--steps", "0"), InlineData("--steps", "1001"), InlineData("--steps", "x"), InlineData("--steps", "5.5"), InlineData("--width", "8000000"), InlineData("--height", "-8")]
    [InlineData("--count", "65"), InlineData("--seed", "-1"), InlineData("--seed", "4294967296"), InlineData("--guidance", "NaN"), InlineData("--guidance", "7,5"), InlineData("--clip-skip", "-1")]
    [InlineData("--strength", "0"), InlineData("--strength", "1.1"), InlineData("--sampler", "bogus"), InlineData("--sigmas", "1"), InlineData("--device", "gpu"), InlineData("--memory-limit", "0")]
    [InlineData("--image", "/no/such.png"), InlineData("--image", ""), InlineData("--out", ""), InlineData("--out", "/"), InlineData("--out", "/no/such/folder/a.png")]
    public async Task Render_OfABadValue_NamesOptionAndValueInOneLine(string option, string value)
    {
        var (exitCode, error) = await RunAsync("render", "--bundle", PocketModel.Folder, option, value);

        Assert.Equal(WorkerCommand.BadUsage, exitCode);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Contains(value, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("render", "needs no"), InlineData("render", "--bundle", "/no/such"), InlineData("render", "--bundle", "/", "--mask", "a.png"), InlineData("render", "--bundle", "/", "--steps")]
    [InlineData("bench", "--runs", "0"), InlineData("bench", "--bundle", "/no/such")]
    public async Task Run_WhenAValueIsBadOrMissing_ExitsWithTwo(params string[] arguments) => Assert.Equal(WorkerCommand.BadUsage, (await RunAsync(arguments)).ExitCode);

    [Fact]
    public async Task Render_WhenTheMasksSidesDiffer_SaysBoth()
    {
        File.WriteAllBytes(_folder["image.png"], PaintedPng.Of(16, 16, 9));
        File.WriteAllBytes(_folder["mask.png"], PaintedPng.Of(16, 24, 9));

        var (exitCode, error) = await RunAsync("render", "--bundle", PocketModel.Folder, "--image", _folder["image.png"], "--mask", _folder["mask.png"]);

        Assert.Equal(WorkerCommand.BadUsage, exitCode);
        Assert.Contains("is 16x24", error, StringComparison.Ordinal);
        Assert.Contains("is 16x16", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WhenTheImageIsNoPng_SaysWhatToDo()
    {
        File.WriteAllText(_folder["image.png"], "GIF89a");

        var (exitCode, error) = await RunAsync("render", "--bundle", PocketModel.Folder, "--image", _folder["image.png"]);

        Assert.Equal(WorkerCommand.BadUsage, exitCode);
        Assert.Contains("Save the picture as PNG", error, StringComparison.Ordinal);
    }

    [Theory, InlineData("model_index.json", """{"_class_name":"FluxPipeline"}""", "FluxPipeline"), InlineData("bundle.json", "{", "is no manifest"), InlineData("unet/model.onnx", "{", "cannot be loaded")]
    public async Task Render_WhenABundlesFileIsBad_NamesIt(string file, string text, string said)
    {
        CopyPocket();
        File.Delete(_folder[file]);
        File.WriteAllText(_folder[file], text);

        var (exitCode, error) = await RunAsync("render", "--bundle", _folder.Path, "--device", "cpu");

        Assert.Equal(1, exitCode);
        Assert.Contains(_folder[file], error, StringComparison.Ordinal);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [OnUnixFact]
    public async Task Render_WhenTheFileCannotBeWritten_NamesItAndWhatToDo()
    {
        var (exitCode, error) = await RunAsync("render", "--bundle", PocketModel.Folder, "--device", "cpu", "--steps", "1", "--width", "64", "--height", "64", "--out", "/dev/full");

        Assert.Equal(1, exitCode);
        Assert.Matches(@"^/dev/full cannot be written: .* Name another file with --out\.\n$", error);
    }

    [Fact]
    public async Task Guard_WhenTheProgramIsAtFault_SaysSoInOneLine()
    {
        var (exitCode, error) = await WatchAsync(() => Task.FromResult(LocalRun.Guard(() => throw new InvalidOperationException("Odd."))));

        Assert.Equal((1, $"InvalidOperationException: Odd. This is a mistake in the program; please report it.{Environment.NewLine}"), (exitCode, error));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<(int ExitCode, string Error)> RunAsync(params string[] arguments) => WatchAsync(() => WorkerCommand.RunAsync(arguments));

    private static async Task<(int ExitCode, string Error)> WatchAsync(Func<Task<int>> run)
    {
        var before = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            return (await run(), written.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }

    private void CopyPocket()
    {
        foreach (var file in Directory.GetFiles(PocketModel.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = _folder[Path.GetRelativePath(PocketModel.Folder, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? "");
            File.CreateSymbolicLink(copy, file);
        }
    }
}
