using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests;

/// <summary>A worker made of bare calls.</summary>
internal sealed class WorkerClient(GrpcChannel channel, string key)
{
    private readonly Work.WorkClient _work = new(channel);
    private readonly Audits.AuditsClient _audits = new(channel);

    public string Key => key;

    public Work.WorkClient Work => _work;

    public static async Task<WorkerClient> EnrollAsync(CoordinatorUnderTest grid, string name, WorkerRole role = WorkerRole.Volunteer, string? ownersKey = null)
    {
        using var channel = grid.Channel(role == WorkerRole.Referee ? grid.OperatorKey : ownersKey);
        var enrolled = await new Contracts.V1.Fleet.FleetClient(channel).EnrollAsync(new() { EnrollKey = $"{name}-{new string('x', 40)}", WorkerName = name, Role = role });
        return new(grid.Channel(enrolled.WorkerKey), enrolled.WorkerKey);
    }

    /// <summary>The same worker over a restarted coordinator.</summary>
    public WorkerClient Over(CoordinatorUnderTest grid) => new(grid.Channel(key), key);

    public AsyncServerStreamingCall<Notice> Attend(TimeSpan patience) => _work.Attend(new() { TakesSources = true }, deadline: DateTime.UtcNow + patience);

    public async Task<Lease> ClaimAsync()
    {
        using var notices = Attend(TimeSpan.FromSeconds(30));
        Assert.True(await notices.ResponseStream.MoveNext());
        return await ClaimAsync(notices.ResponseStream.Current.OfferId);
    }

    public async Task<Lease> ClaimAsync(string offer) => await _work.ClaimAsync(new() { OfferId = offer });

    /// <summary>Does whatever is offered, on one stream, until it is told to end.</summary>
    public async Task WorkAsync(byte shade, CancellationToken ending)
    {
        using var notices = _work.Attend(new() { TakesSources = true }, cancellationToken: ending);
        try
        {
            while (await notices.ResponseStream.MoveNext(ending))
            {
                if (notices.ResponseStream.Current.OfferId is { Length: > 0 } offer)
                    await DeliverAsync(await ClaimAsync(offer), shade);
            }
        }
        catch (Exception error) when (ending.IsCancellationRequested && error is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // Told to end.
        }
    }

    /// <summary>Does what the lease is for, and reveals the trajectory when it is asked for.</summary>
    public async Task DeliverAsync(Lease lease, byte shade, PictureScores? scores = null)
    {
        if (lease.TaskCase == Lease.TaskOneofCase.Check)
        {
            await AnswerAsync(lease, shade);
            return;
        }
        var picture = new PaperEngine(shade).Render(Guid.ParseExact(lease.LeaseId, "N"), JobOf(lease.Render.Settings, lease.Render.Seed));
        await UploadAsync(lease, picture.Png);
        var done = await _work.CompleteAsync(new() { Lease = Token(lease), PictureSha256 = picture.Sha256, EngineVersion = "test", Commitment = ByteString.CopyFrom(picture.Commitment), Scores = scores });
        if (done.RevealWithinMs > 0)
            await RevealAsync(lease, picture.Trajectory);
    }

    public async Task RevealAsync(Lease lease, byte[] trajectory)
    {
        using var reveal = _audits.Reveal();
        await reveal.RequestStream.WriteAsync(new() { Lease = Token(lease), TotalBytes = trajectory.Length, Data = ByteString.CopyFrom(trajectory) });
        await reveal.RequestStream.CompleteAsync();
        await reveal;
    }

    public async Task AnswerAsync(Lease lease, byte shade)
    {
        var (engine, job, question, latents) = (new PaperEngine(shade), JobOf(lease.Check.Settings, 0), new Challenge(), new MemoryStream());
        using var fetch = _audits.FetchChallenge(new() { Lease = Token(lease) });
        await foreach (var chunk in fetch.ResponseStream.ReadAllAsync())
        {
            question = chunk.Challenge ?? question;
            chunk.Data.WriteTo(latents);
        }
        var (outputs, png) = (engine.Answer(job, question.Evaluations.Count, latents.ToArray()), question.Decode ? engine.Decode(job) : []);
        using var answer = _audits.Answer();
        await answer.RequestStream.WriteAsync(new() { Lease = Token(lease), OutputBytes = outputs.Length, PictureBytes = png.Length, Data = ByteString.CopyFrom([.. outputs, .. png]) });
        await answer.RequestStream.CompleteAsync();
        await answer;
    }

    private static PaperJob JobOf(RenderSettings settings, long seed) => new(settings.Width, settings.Height, settings.Steps, settings.Guidance, SamplerKind.Ddim, seed) { Source = settings.SourceSha256, Strength = settings.HasStrength ? settings.Strength : 1 };

    public async Task UploadAsync(Lease lease, byte[] png)
    {
        using var upload = _work.Upload();
        await upload.RequestStream.WriteAsync(new() { Lease = Token(lease), TotalBytes = png.Length, Sha256 = Hash(png) });
        foreach (var part in png.Chunk(100))
            await upload.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
        await upload.RequestStream.CompleteAsync();
        Assert.Equal(Hash(png), (await upload).Sha256);
    }

    public static LeaseToken Token(Lease lease) => new() { LeaseId = lease.LeaseId, Fence = lease.Fence };

    public static string Hash(byte[] png) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png));
}
