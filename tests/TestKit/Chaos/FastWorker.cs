using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Contracts.V1;

namespace LaionGrid.TestKit.Chaos;

/// <summary>
/// A worker with a paper engine: it does each lease at once, all of them in one shade, so that a volunteer and a referee agree, and it never gives
/// up. Its process is killed by cancelling <see cref="RunAsync"/>, and started again by calling it anew.
/// </summary>
public sealed class FastWorker(CallInvoker invoker, string key)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UploadLasts = TimeSpan.FromSeconds(2);

    private const byte Shade = 100;

    private readonly Work.WorkClient _work = new(invoker);
    private readonly Audits.AuditsClient _audits = new(invoker);
    private readonly ConcurrentDictionary<string, byte[]> _kept = new(); // as a disk does, it outlives its process
    private readonly PaperEngine _engine = new(Shade);
    private readonly Metadata _headers = new() { { "authorization", $"Bearer {key}" } };
    private int _delivered;

    /// <summary>Pictures completed so far, over all its lives.</summary>
    public int Delivered => _delivered;

    /// <summary>Works until it is killed, whatever happens to the network.</summary>
    public async Task RunAsync(CancellationToken killed)
    {
        while (!killed.IsCancellationRequested)
        {
            try
            {
                await AttendAsync(killed);
            }
            catch (Exception error) when (error is RpcException or OperationCanceledException)
            {
                await Task.Delay(Pause, TimeProvider.System, killed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task AttendAsync(CancellationToken killed)
    {
        using var attending = _work.Attend(new() { BundlesOnDisk = { PaperBundle.Id }, Slots = 1 }, _headers, cancellationToken: killed);
        while (await attending.ResponseStream.MoveNext(killed))
        {
            if (attending.ResponseStream.Current.RevealLeaseId is { Length: > 0 } asked)
                await RevealAgainAsync(new() { LeaseId = asked, Fence = attending.ResponseStream.Current.RevealFence }, killed);
            if (attending.ResponseStream.Current.OfferId is { Length: > 0 } offer)
                await TakeAsync(offer, killed);
        }
    }

    /// <summary>A refusal ends the round: the lease is over, and whether its job comes to its picture is the coordinator's affair.</summary>
    private async Task TakeAsync(string offer, CancellationToken killed)
    {
        try
        {
            var lease = await _work.ClaimAsync(new() { OfferId = offer }, _headers, cancellationToken: killed);
            var token = new LeaseToken { LeaseId = lease.LeaseId, Fence = lease.Fence };
            if ((await _work.HeartbeatAsync(new() { Lease = token, Step = 1 }, _headers, cancellationToken: killed)).Stop)
                return;
            await (lease.TaskCase == Lease.TaskOneofCase.Check ? AnswerAsync(token, lease.Check.Settings, killed) : RenderAsync(token, lease.Render, killed));
        }
        catch (RpcException) when (!killed.IsCancellationRequested)
        {
            // Attends on.
        }
    }

    private async Task RenderAsync(LeaseToken lease, RenderTask task, CancellationToken killed)
    {
        var picture = _engine.Render(Guid.ParseExact(lease.LeaseId, "N"), JobOf(task.Settings, task.Seed));
        _kept[lease.LeaseId] = picture.Trajectory;
        await PatientlyAsync(() => UploadAsync(lease, picture.Png, killed), killed);
        var done = await _work.CompleteAsync(
            new() { Lease = lease, PictureSha256 = picture.Sha256, EngineVersion = "fast", RenderMs = 1, Commitment = ByteString.CopyFrom(picture.Commitment) }, _headers, cancellationToken: killed);
        Interlocked.Increment(ref _delivered);
        if (done.RevealWithinMs > 0)
            await PatientlyAsync(() => RevealAsync(lease, killed), killed);
    }

    private async Task RevealAgainAsync(LeaseToken lease, CancellationToken killed)
    {
        try
        {
            await PatientlyAsync(() => RevealAsync(lease, killed), killed);
        }
        catch (RpcException) when (!killed.IsCancellationRequested)
        {
            // It came meanwhile, or too late.
        }
    }

    private async Task RevealAsync(LeaseToken lease, CancellationToken killed)
    {
        if (!_kept.TryGetValue(lease.LeaseId, out var trajectory))
            return;
        using var reveal = _audits.Reveal(_headers, Deadline, killed);
        await SendAsync(reveal.RequestStream, [new() { Lease = lease, TotalBytes = trajectory.Length, Data = ByteString.CopyFrom(trajectory) }], killed);
        await reveal;
    }

    private async Task AnswerAsync(LeaseToken lease, RenderSettings settings, CancellationToken killed)
    {
        var (job, question, latents) = (JobOf(settings, 0), new Challenge(), new MemoryStream());
        using var fetch = _audits.FetchChallenge(new() { Lease = lease }, _headers, Deadline, killed);
        await foreach (var chunk in fetch.ResponseStream.ReadAllAsync(killed))
        {
            question = chunk.Challenge ?? question;
            chunk.Data.WriteTo(latents);
        }
        var (outputs, png) = (_engine.Answer(job, question.Evaluations.Count, latents.ToArray()), question.Decode ? _engine.Decode(job) : []);
        using var answer = _audits.Answer(_headers, Deadline, killed);
        await SendAsync(answer.RequestStream, [new() { Lease = lease, OutputBytes = outputs.Length, PictureBytes = png.Length, Data = ByteString.CopyFrom([.. outputs, .. png]) }], killed);
        await answer;
        Interlocked.Increment(ref _delivered);
    }

    private static PaperJob JobOf(RenderSettings settings, long seed) => new(settings.Width, settings.Height, settings.Steps, settings.Guidance, SamplerKind.Ddim, seed);

    private static DateTime Deadline => (TimeProvider.System.GetUtcNow() + UploadLasts).UtcDateTime;

    /// <summary>Again and again while it is the network's fault, or the disk's.</summary>
    private static async Task PatientlyAsync(Func<Task> call, CancellationToken killed)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (RpcException error) when (RetryingInterceptor.MayPass(error) && !killed.IsCancellationRequested)
            {
                await Task.Delay(Pause, TimeProvider.System, killed);
            }
        }
    }

    private async Task UploadAsync(LeaseToken lease, byte[] png, CancellationToken killed)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(png));
        using var upload = _work.Upload(_headers, Deadline, killed);
        var first = new UploadChunk { Lease = lease, TotalBytes = png.Length, Sha256 = sha256 };
        await SendAsync(upload.RequestStream, png.Chunk(1_000).Select(part => new UploadChunk { Data = ByteString.CopyFrom(part) }).Prepend(first), killed);
        await upload;
    }

    private static async Task SendAsync<T>(IClientStreamWriter<T> stream, IEnumerable<T> chunks, CancellationToken killed)
    {
        try
        {
            foreach (var chunk in chunks)
                await stream.WriteAsync(chunk, killed);
            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            // The call or its connection has ended already; the answer says why.
        }
    }
}
