using System.Text.Json;
using LaionGrid.Worker.Tests.Rendering;

namespace LaionGrid.Worker.Tests.Local;

/// <summary>"laiongrid-worker bench" in a process of its own.</summary>
public sealed class BenchCommandTests
{
    private static readonly string[] Command = ["bench", "--device", "cpu", "--runs", "1", "--width", "64", "--height", "64"];

    [Fact]
    public async Task Bench_AsJson_HasItsFiguresAndNothingAllocatedBetweenSteps()
    {
        var worker = await LocalWorker.RunAsync(PocketModel.Models, [.. Command, "--steps", "6", "--json"]);

        Assert.Equal((0, ""), (worker.ExitCode, worker.Error));
        var report = JsonDocument.Parse(worker.Output).RootElement;
        Assert.True(Number(report, "overhead_ratio") >= 1);
        Assert.Equal(0, Number(report, "allocated_bytes_per_step"));
        Assert.All(["steps_per_s", "images_per_s", "peak_ram_mib", "load_s", "image_s", "text_s", "denoising_s", "decoding_s", "scoring_s"], name => Assert.True(Number(report, name) > 0, name));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("peak_vram_mib").ValueKind);
        Assert.Equal("CPU", report.GetProperty("provider").GetString());
    }

    [Fact]
    public async Task Bench_OfASingleStep_DoesNotPretendToKnowWhatAStepAllocates()
    {
        var worker = await LocalWorker.RunAsync(PocketModel.Models, [.. Command, "--steps", "1", "--json"]);

        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(worker.Output).RootElement.GetProperty("allocated_bytes_per_step").ValueKind);
    }

    [Fact]
    public async Task Bench_AsText_NamesWhatItRendered()
    {
        var worker = await LocalWorker.RunAsync(PocketModel.Models, [.. Command, "--steps", "2", "--sampler", "heun", "--count", "2"]);

        Assert.Contains("2 of 64x64 with pocket, 2 steps of heun, guidance 4; medians of 1", worker.Output, StringComparison.Ordinal);
    }

    private static double Number(JsonElement report, string name) => report.GetProperty(name).GetDouble();
}
