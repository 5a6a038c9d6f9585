using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Browser.Tests;

/// <summary>A worker made of bare calls, so that a test decides when each step happens.</summary>
internal sealed class PlayedWorker(GrpcChannel channel)
{
    private readonly Work.WorkClient _work = new(channel);
    private readonly Audits.AuditsClient _audits = new(channel);

    /// <param name="key">Of the account that gets the credit; null for a new one of the worker's name.</param>
    public static async Task<PlayedWorker> EnrollAsync(CoordinatorUnderTest grid, string name, WorkerRole role = WorkerRole.Volunteer, string? key = null)
    {
        using var channel = grid.Channel(role == WorkerRole.Referee ? grid.OperatorKey : key);
        var enrolled = await new Fleet.FleetClient(channel).EnrollAsync(new() { EnrollKey = $"{name}-{new string('x', 40)}", WorkerName = name, Role = role });
        return new(grid.Channel(enrolled.WorkerKey));
    }

    /// <summary>Waits for an offer and takes it.</summary>
    public async Task<Lease> ClaimAsync()
    {
        using var offers = _work.Attend(new() { TakesSources = true }, deadline: DateTime.UtcNow.AddSeconds(30));
        Assert.True(await offers.ResponseStream.MoveNext(CancellationToken.None));
        return await _work.ClaimAsync(new() { OfferId = offers.ResponseStream.Current.OfferId });
    }

    public async Task ReportStepAsync(Lease lease, int step, byte[] preview) =>
        await _work.HeartbeatAsync(new() { Lease = Token(lease), Step = step, Preview = ByteString.CopyFrom(preview) });

    /// <summary>Says that it cannot.</summary>
    public async Task FailAsync(Lease lease) => await _work.FailAsync(new() { Lease = Token(lease), Reason = FailReason.RenderError });

    /// <summary>Does what the lease is for, and reveals the trajectory when it is asked for.</summary>
    public Task DeliverAsync(Lease lease, byte shade) => lease.TaskCase == Lease.TaskOneofCase.Check ? AnswerAsync(lease, new(shade)) : RenderAsync(lease, new(shade));

    private async Task RenderAsync(Lease lease, PaperEngine engine)
    {
        var picture = engine.Render(Guid.ParseExact(lease.LeaseId, "N"), JobOf(lease.Render.Settings, lease.Render.Seed));
        using var upload = _work.Upload();
        await upload.RequestStream.WriteAsync(new() { Lease = Token(lease), TotalBytes = picture.Png.Length, Sha256 = picture.Sha256, Data = ByteString.CopyFrom(picture.Png) });
        await upload.RequestStream.CompleteAsync();
        await upload;
        var done = await _work.CompleteAsync(new() { Lease = Token(lease), PictureSha256 = picture.Sha256, EngineVersion = "test", Commitment = ByteString.CopyFrom(picture.Commitment) });
        if (done.RevealWithinMs == 0)
            return;
        using var reveal = _audits.Reveal();
        await reveal.RequestStream.WriteAsync(new() { Lease = Token(lease), TotalBytes = picture.Trajectory.Length, Data = ByteString.CopyFrom(picture.Trajectory) });
        await reveal.RequestStream.CompleteAsync();
        await reveal;
    }

    private async Task AnswerAsync(Lease lease, PaperEngine engine)
    {
        var (job, question, latents) = (JobOf(lease.Check.Settings, 0), new Challenge(), new MemoryStream());
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

    private static PaperJob JobOf(RenderSettings settings, long seed) => new(settings.Width, settings.Height, settings.Steps, settings.Guidance, SamplerKind.Ddim, seed);

    private static LeaseToken Token(Lease lease) => new() { LeaseId = lease.LeaseId, Fence = lease.Fence };
}
