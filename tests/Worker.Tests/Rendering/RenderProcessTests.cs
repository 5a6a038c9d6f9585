using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Worker.Rendering;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Rendering;

/// <summary>The real render process with the real bundled model.</summary>
public sealed class RenderProcessTests
{
    private const int Endless = 900;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Render_WithTheBundledModel_GivesStepsPreviewsAndAPictureThatSaysHowItWasMade()
    {
        await using var renderer = Renderer();
        var seen = new ConcurrentQueue<RenderProgress>();

        var rendered = Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(PocketModel.Job(steps: 3), seen.Enqueue, default));

        Assert.Equal([1, 2, 3], seen.Select(progress => progress.Step));
        Assert.StartsWith("\x89PNG", Latin(seen.First().Preview), StringComparison.Ordinal);
        Assert.Contains("tEXtparameters\0a red circle\nSteps: 3, Sampler: DDIM", Latin(rendered.Png), StringComparison.Ordinal);
        Assert.InRange(rendered.Scores?.TextFit ?? double.NaN, -1, 1);
        Assert.InRange(rendered.Scores?.Aesthetic ?? double.NaN, 0, 11);
        Assert.Equal((null, null), (rendered.Scores?.Nsfw, rendered.Scores?.IsUnsafe)); // the model has no such judges
        Assert.Equal("pocket", renderer.WarmBundle);
    }

    [Fact]
    public async Task Render_ASecondTime_UsesTheSameProcessAndGivesTheSameBytes()
    {
        await using var renderer = Renderer();
        var first = Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(PocketModel.Job(steps: 2), Ignore, default));
        var process = renderer.ProcessId;

        var second = Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(PocketModel.Job(steps: 2), Ignore, default));

        Assert.Equal(process, renderer.ProcessId);
        Assert.True(first.Png.Span.SequenceEqual(second.Png.Span));
        Assert.True(first.Commitment.Span.SequenceEqual(second.Commitment.Span));
    }

    /// <summary>The same picture under another lease: a commitment that was seen elsewhere is of no use to anybody.</summary>
    [Fact]
    public async Task Render_ForAnotherAttempt_CommitsAnew()
    {
        await using var renderer = Renderer();
        var job = PocketModel.Job(steps: 2);
        var mine = Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(job, Ignore, default));

        var other = Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(job with { AttemptId = "f123456789abcdef0123456789abcdef" }, Ignore, default));

        Assert.Equal(Commitment.BytesOf(2), mine.Commitment.Length);
        Assert.True(mine.Png.Span.SequenceEqual(other.Png.Span));
        Assert.All(mine.Commitment.ToArray().Chunk(Commitment.LeafBytes).Zip(other.Commitment.ToArray().Chunk(Commitment.LeafBytes)), leaves => Assert.NotEqual(leaves.First, leaves.Second));
    }

    /// <summary>The trajectory that comes with a picture is the one it is committed to, and a check of any of it gives the same bits again.</summary>
    [Fact]
    public async Task Check_OfWhatTheSameMachineRendered_AnswersBitForBit()
    {
        await using var renderer = Renderer();
        var job = PocketModel.Job(steps: 4);
        var rendered = Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(job, Ignore, default));
        var length = 4 * (job.Order.Width / 8) * (job.Order.Height / 8);
        var trajectory = Trajectory.Read(rendered.Trajectory.Span, evaluations: 4, texts: 2, length) ?? throw new InvalidOperationException("No trajectory.");
        var (latents, schedule) = (new List<float>(), new ScheduleJson(File.ReadAllText(Path.Combine(PocketModel.Folder, ScheduleJson.FileName))).ToSchedule());
        var final = new Replay(job.Order.Seed, job.Order.Sampler, schedule, 4, job.Order.Guidance).Run(trajectory, view => latents.AddRange(view.Evaluation is 1 or 3 ? view.Latent : []));

        var question = MemoryMarshal.AsBytes<float>([.. latents, .. final]).ToArray();
        var done = Assert.IsType<CheckOutcome.Checked>(await renderer.CheckAsync(new(job.BundleId, job.BundleFolder, job.Order, [1, 3], Decodes: true, question), default));

        Assert.True(Commitment.Binds(rendered.Commitment.Span, Convert.FromHexString(job.AttemptId), trajectory));
        Assert.True(Commitment.Binds(rendered.Commitment.Span, Convert.FromHexString(job.AttemptId), final, SHA256.HashData(rendered.Png.Span)));
        Assert.True(done.Outputs.Span.SequenceEqual([.. trajectory.BytesAt(1), .. trajectory.BytesAt(3)]));
        Assert.StartsWith("\x89PNG", Latin(done.Png), StringComparison.Ordinal);
        Assert.Equal((rendered.Scores?.TextFit, rendered.Scores?.Aesthetic), (done.Scores?.TextFit, done.Scores?.Aesthetic)); // of the same pixels, by the same networks
        Assert.NotNull(done.Scores?.Aesthetic);
    }

    /// <summary>The same for a picture that begins from another, within a mask: what its encoder gives is checked, too.</summary>
    [Fact]
    public async Task Check_OfAPictureFromASource_AnswersBitForBit()
    {
        await using var renderer = Renderer();
        var (source, mask) = (PaintedPng.Of(64, 64, 50), PngWriter.Encode(new(64, 64, [.. Enumerable.Range(0, 64 * 64 * 3).Select(index => (byte)(index / 3 % 64 < 32 ? 255 : 0))])));
        var job = PocketModel.Job(steps: 4) with { Source = new(source, mask, 0.5) };
        var rendered = Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(job, Ignore, default));
        var trajectory = Trajectory.Read(rendered.Trajectory.Span, evaluations: 2, texts: 2, length: 256, hasSource: true) ?? throw new InvalidOperationException("No trajectory.");
        var (latents, schedule) = (new List<float>(), new ScheduleJson(File.ReadAllText(Path.Combine(PocketModel.Folder, ScheduleJson.FileName))).ToSchedule());
        var replay = new Replay(job.Order.Seed, job.Order.Sampler, schedule, 4, job.Order.Guidance) { Strength = 0.5, Anew = [.. Enumerable.Range(0, 64).Select(cell => cell % 8 < 4 ? 1f : 0f)] };
        var final = replay.Run(trajectory, view => latents.AddRange(view.Evaluation == 1 ? view.Latent : []));

        var question = MemoryMarshal.AsBytes<float>([.. latents, .. final]).ToArray();
        var check = new CheckJob(job.BundleId, job.BundleFolder, job.Order, [1], Decodes: true, question) { Source = job.Source, Encodes = true };
        var done = Assert.IsType<CheckOutcome.Checked>(await renderer.CheckAsync(check, default));

        Assert.True(Commitment.Binds(rendered.Commitment.Span, Convert.FromHexString(job.AttemptId), trajectory));
        Assert.True(Commitment.Binds(rendered.Commitment.Span, Convert.FromHexString(job.AttemptId), final, SHA256.HashData(rendered.Png.Span)));
        Assert.True(done.Outputs.Span.SequenceEqual([.. trajectory.BytesOfPart(0), .. trajectory.BytesAt(1)]));
        Assert.Equal(PngReader.Decode(rendered.Png).Pixels, PngReader.Decode(done.Png).Pixels);
        Assert.Contains("Denoising strength: 0.5", Latin(rendered.Png), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_FromWhatIsNoPicture_FailsAndTheProcessEnds()
    {
        await using var renderer = Renderer();

        var failed = Assert.IsType<RenderOutcome.Failed>(await renderer.RenderAsync(PocketModel.Job(steps: 2) with { Source = new(new byte[] { 1, 2, 3 }, default, 0.5) }, Ignore, default));

        Assert.Equal(RenderFault.Error, failed.Fault);
        Assert.Contains(nameof(PictureFileException), failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WhenCancelled_StopsAndKeepsTheProcessForTheNext()
    {
        await using var renderer = Renderer(options: new() { StopsWithin = Soon });
        using var unwanted = new CancellationTokenSource();
        var last = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renderer.RenderAsync(PocketModel.Job(Endless), progress => CancelAt(progress.Step), unwanted.Token)).WaitAsync(Soon);

        Assert.InRange(last, 1, Endless - 1);
        var process = renderer.ProcessId;
        Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(PocketModel.Job(steps: 1), Ignore, default));
        Assert.Equal(process, renderer.ProcessId);

        void CancelAt(int step)
        {
            last = step;
            unwanted.Cancel();
        }
    }

    [Fact]
    public async Task Render_WhenItsProcessIsKilled_FailsAndTheNextHasANewProcess()
    {
        await using var renderer = Renderer();
        var victim = 0;

        var failed = Assert.IsType<RenderOutcome.Failed>(await renderer.RenderAsync(PocketModel.Job(Endless), _ => victim = victim == 0 ? Kill(renderer.ProcessId) : victim, default).WaitAsync(Soon));

        Assert.Equal(RenderFault.Error, failed.Fault);
        Assert.Contains("The render process ended", failed.Detail, StringComparison.Ordinal);
        Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(PocketModel.Job(steps: 1), Ignore, default));
        Assert.NotEqual(victim, renderer.ProcessId);
    }

    [Fact]
    public async Task Render_WhenTheBundleIsBroken_SaysSoAndLivesOn()
    {
        await using var renderer = Renderer();
        using var empty = new TemporaryFolder();
        File.WriteAllText(empty["bundle.json"], "{}");

        var failed = Assert.IsType<RenderOutcome.Failed>(await renderer.RenderAsync(PocketModel.Job(steps: 1) with { BundleFolder = empty.Path }, Ignore, default));

        Assert.Equal((RenderFault.Bundle, ""), (failed.Fault, renderer.WarmBundle));
        Assert.Null(renderer.ProcessId); // what was loaded of it has gone with the process
        Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(PocketModel.Job(steps: 1), Ignore, default));
    }

    [Fact]
    public async Task Dispose_WhileLoaded_LeavesNoProcess()
    {
        var renderer = Renderer();
        await renderer.RenderAsync(PocketModel.Job(steps: 1), Ignore, default);
        using var process = Process.GetProcessById(renderer.ProcessId ?? 0);

        await renderer.DisposeAsync();

        await process.WaitForExitAsync().WaitAsync(Soon);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Process_WhenItsInputCloses_Ends(bool isRendering)
    {
        using var process = Process.Start(PocketModel.Command.ToStartInfo(Path.GetTempPath())) ?? throw new InvalidOperationException("It did not start.");
        using var frames = new FrameStream(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        Assert.IsType<FrameHeader.Hello>((await frames.ReadAsync(default))?.Header);
        if (isRendering)
        {
            var job = PocketModel.Job(Endless);
            await frames.WriteAsync(new(new FrameHeader.Render(job.AttemptId, job.BundleId, job.BundleFolder, job.Order)), default);
            Assert.IsType<FrameHeader.Step>((await frames.ReadAsync(default))?.Header);
        }

        process.StandardInput.Close();

        await process.WaitForExitAsync().WaitAsync(Soon);
    }

    [OnUnixTheory, InlineData("echo not a frame at all"), InlineData("exit 3"), InlineData("echo broken >&2; exit 1")]
    public async Task Probe_WhenTheProcessTalksNonsense_SaysHowItEnded(string script)
    {
        await using var renderer = Renderer(new("/bin/sh", ["-c", script]));

        var (device, problem) = await renderer.ProbeAsync(default).WaitAsync(Soon);

        Assert.Null(device);
        Assert.Contains("The render process ended", problem, StringComparison.Ordinal);
        Assert.Null(renderer.ProcessId);
    }

    [OnUnixFact]
    public async Task Probe_WhenTheProcessIsSilent_EndsIt()
    {
        await using var renderer = Renderer(new("/bin/sh", ["-c", "sleep 600"]), new() { LongestSilence = TimeSpan.FromMilliseconds(50) });

        var (device, problem) = await renderer.ProbeAsync(default).WaitAsync(Soon);

        Assert.Null(device);
        Assert.NotNull(problem);
    }

    private static RenderProcess Renderer(ChildCommand? command = null, RenderingOptions? options = null) =>
        new(command ?? PocketModel.Command, new(), options ?? new(), TimeProvider.System, NullLogger<RenderProcess>.Instance);

    private static void Ignore(RenderProgress progress)
    {
    }

    private static int Kill(int? id)
    {
        using var process = Process.GetProcessById(id ?? 0);
        process.Kill();
        return process.Id;
    }

    private static string Latin(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
