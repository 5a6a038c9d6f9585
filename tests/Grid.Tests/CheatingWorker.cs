using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Contracts.V1;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using Picture = LaionGrid.Diffusion.Imaging.Picture;
using PictureScores = LaionGrid.Contracts.V1.PictureScores;

namespace LaionGrid.Grid.Tests;

/// <summary>A worker with the real engine that begins from another picture than the one it was given, or says of its picture what its networks do not, and does all else as it should.</summary>
/// <param name="models">Where its bundle lies; null for this repository's.</param>
internal sealed class CheatingWorker(string coordinator, string? models = null) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(coordinator);
    private readonly DiffusionPipeline _engine = DiffusionPipeline.Load(Path.Combine(models ?? Repository.Models, "pocket"), ComputeDevice.Cpu());
    private Metadata _key = [];

    private Work.WorkClient Work => new(_channel);

    public async Task JoinAsync()
    {
        var enrolled = await new Contracts.V1.Fleet.FleetClient(_channel).EnrollAsync(new() { EnrollKey = new string('c', 40), WorkerName = "magpie" });
        _key = new() { { "authorization", $"Bearer {enrolled.WorkerKey}" } };
    }

    /// <summary>One lease, from its offer to the trajectory that is asked for.</summary>
    /// <param name="other">What it begins from instead; null for noise.</param>
    /// <param name="said">What it says of its picture; null for nothing.</param>
    public async Task WorkAsync(Picture? other, CancellationToken cancellationToken, PictureScores? said = null)
    {
        using var notices = Work.Attend(new() { BundlesOnDisk = { "pocket" }, TakesSources = true }, _key, cancellationToken: cancellationToken);
        Assert.True(await notices.ResponseStream.MoveNext(cancellationToken));
        var lease = await Work.ClaimAsync(new() { OfferId = notices.ResponseStream.Current.OfferId }, _key, cancellationToken: cancellationToken);
        var rendered = _engine.Render(OrderOf(lease.Render, other), null, cancellationToken)[0];
        var png = PngWriter.Encode(rendered.Picture);
        var commitment = Commitment.Make(Convert.FromHexString(lease.LeaseId), rendered.Trajectory, rendered.Latent, SHA256.HashData(png));
        var token = new LeaseToken { LeaseId = lease.LeaseId, Fence = lease.Fence };
        await UploadAsync(token, png);
        var done = await Work.CompleteAsync(
            new() { Lease = token, PictureSha256 = HashOf(png), EngineVersion = DiffusionPipeline.EngineVersion, Commitment = ByteString.CopyFrom(commitment), Scores = said }, _key, cancellationToken: cancellationToken);
        Assert.True(done.RevealWithinMs > 0);
        await RevealAsync(token, rendered.Trajectory.Bytes.ToArray());
    }

    public void Dispose()
    {
        _engine.Dispose();
        _channel.Dispose();
    }

    private static PictureOrder OrderOf(RenderTask task, Picture? source) => new()
    {
        Prompt = task.Settings.Prompt,
        NegativePrompt = task.Settings.NegativePrompt,
        Width = task.Settings.Width,
        Height = task.Settings.Height,
        Steps = task.Settings.Steps,
        Guidance = task.Settings.Guidance,
        Sampler = SamplerKind.Ddim,
        Seed = task.Seed,
        Source = source is null ? null : new(source) { Strength = task.Settings.Strength },
    };

    private async Task UploadAsync(LeaseToken token, byte[] png)
    {
        using var upload = Work.Upload(_key);
        await upload.RequestStream.WriteAsync(new() { Lease = token, TotalBytes = png.Length, Sha256 = HashOf(png) });
        foreach (var part in png.Chunk(64 * 1024))
            await upload.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
        await upload.RequestStream.CompleteAsync();
        await upload;
    }

    private async Task RevealAsync(LeaseToken token, byte[] trajectory)
    {
        using var reveal = new Audits.AuditsClient(_channel).Reveal(_key);
        await reveal.RequestStream.WriteAsync(new() { Lease = token, TotalBytes = trajectory.Length });
        foreach (var part in trajectory.Chunk(64 * 1024))
            await reveal.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
        await reveal.RequestStream.CompleteAsync();
        await reveal;
    }

    private static string HashOf(byte[] png) => Convert.ToHexStringLower(SHA256.HashData(png));
}
