using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Load;

/// <summary>
/// A worker that renders at once: it attends on one stream and takes each offer from claim to completion. Its engine is made of paper, the same for a
/// volunteer and a referee, so that they agree; what it claims stands out from a real model's at every step, so audits cost more here than on a real grid.
/// </summary>
internal sealed class LoadWorker(GrpcChannel channel, string key)
{
    private const string Bundle = "pocket";
    private const int ChunkBytes = 64 * 1024;
    private const int Side = 128; // of the bundle's usual picture

    private static readonly PictureSource Pictures = new(Side, Side);
    private static readonly PaperEngine Engine = new(100);
    private static readonly NoiseSchedule Schedule = new ScheduleJson(File.ReadAllText(Path.Combine(PocketFolder.Path, ScheduleJson.FileName))).ToSchedule();

    private readonly Work.WorkClient _work = new(channel);
    private readonly Audits.AuditsClient _audits = new(channel);
    private readonly Metadata _headers = LoadClient.Bearer(key);

    /// <summary>Works until told to leave, and finishes the lease in hand.</summary>
    /// <param name="leaving">Take no more offers.</param>
    /// <param name="cancellationToken">Drop everything.</param>
    public async Task RunAsync(Tally tally, CancellationToken leaving, CancellationToken cancellationToken)
    {
        while (!leaving.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var attending = _work.Attend(new() { BundlesOnDisk = { Bundle }, WarmBundle = Bundle, Slots = 1 }, _headers, cancellationToken: cancellationToken);
                while (await attending.ResponseStream.MoveNext(leaving))
                {
                    if (attending.ResponseStream.Current.OfferId is { Length: > 0 } offer)
                        await TakeAsync(tally, offer, Stopwatch.GetTimestamp(), cancellationToken);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or RpcException && (leaving.IsCancellationRequested || cancellationToken.IsCancellationRequested))
            {
                return;
            }
            catch (RpcException error)
            {
                tally.Refused("Attend", error);
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A refusal ends the round and is counted; whether anything was lost by it, the audit tells.</summary>
    private async Task TakeAsync(Tally tally, string offer, long noticed, CancellationToken cancellationToken)
    {
        var call = "Claim";
        try
        {
            var started = Stopwatch.GetTimestamp();
            var lease = await _work.ClaimAsync(new() { OfferId = offer }, Call());
            tally.Claim.AddSince(started);
            var token = new LeaseToken { LeaseId = lease.LeaseId, Fence = lease.Fence };
            if (lease.TaskCase == Lease.TaskOneofCase.Check)
            {
                call = "Answer";
                await AnswerAsync(token, lease.Check.Settings, Call());
                return;
            }
            tally.Noticed(lease.Render.Seed, noticed);
            call = "Heartbeat";
            await _work.HeartbeatAsync(new() { Lease = token, Step = lease.Render.Settings.Steps / 2 }, Call());
            call = "Upload";
            var picture = Engine.Render(Guid.ParseExact(lease.LeaseId, "N"), JobOf(lease.Render.Settings, lease.Render.Seed), Schedule, Pictures.Of(lease.Render.Seed));
            await UploadAsync(token, picture, Call());
            call = "Complete";
            started = Stopwatch.GetTimestamp();
            var done = await _work.CompleteAsync(new() { Lease = token, PictureSha256 = picture.Sha256, EngineVersion = "load", RenderMs = 1, Commitment = UnsafeByteOperations.UnsafeWrap(picture.Commitment) }, Call());
            tally.Complete.AddSince(started);
            tally.Rendered();
            call = "Reveal";
            if (done.RevealWithinMs > 0)
                await RevealAsync(token, picture.Trajectory, Call());
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            tally.Refused(call, error);
        }

        CallOptions Call() => LoadClient.Call(_headers, cancellationToken);
    }

    private async Task UploadAsync(LeaseToken token, PaperPicture picture, CallOptions options)
    {
        using var upload = _work.Upload(options);
        await upload.RequestStream.WriteAsync(new()
        {
            Lease = token,
            TotalBytes = picture.Png.Length,
            Sha256 = picture.Sha256,
            Data = UnsafeByteOperations.UnsafeWrap(picture.Png), // never written to again
        });
        await upload.RequestStream.CompleteAsync();
        await upload;
    }

    private async Task RevealAsync(LeaseToken token, byte[] trajectory, CallOptions options)
    {
        using var reveal = _audits.Reveal(options);
        foreach (var (part, index) in trajectory.Chunk(ChunkBytes).Select((part, index) => (part, index)))
            await reveal.RequestStream.WriteAsync(new() { Lease = index == 0 ? token : null, TotalBytes = index == 0 ? trajectory.Length : 0, Data = UnsafeByteOperations.UnsafeWrap(part) });
        await reveal.RequestStream.CompleteAsync();
        await reveal;
    }

    private async Task AnswerAsync(LeaseToken token, RenderSettings settings, CallOptions options)
    {
        var (question, latents) = (new Challenge(), new MemoryStream());
        using var fetch = _audits.FetchChallenge(new() { Lease = token }, options);
        await foreach (var chunk in fetch.ResponseStream.ReadAllAsync(options.CancellationToken))
        {
            question = chunk.Challenge ?? question;
            chunk.Data.WriteTo(latents);
        }
        var outputs = Engine.Answer(JobOf(settings, 0), question.Evaluations.Count, latents.ToArray());
        var png = question.Decode ? Pictures.Of(0) : [];
        using var answer = _audits.Answer(options);
        foreach (var (part, index) in outputs.Concat(png).Chunk(ChunkBytes).Select((part, index) => (part, index)))
            await answer.RequestStream.WriteAsync(new() { Lease = index == 0 ? token : null, OutputBytes = index == 0 ? outputs.Length : 0, PictureBytes = index == 0 ? png.Length : 0, Data = UnsafeByteOperations.UnsafeWrap(part) });
        await answer.RequestStream.CompleteAsync();
        await answer;
    }

    private static PaperJob JobOf(RenderSettings settings, long seed) => new(settings.Width, settings.Height, settings.Steps, settings.Guidance, SamplerKind.Ddim, seed);
}
