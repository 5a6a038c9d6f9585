using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.TestKit.Chaos;

/// <summary>
/// A worker without an engine: it paints each picture from its seed at once, so that a volunteer and a referee agree, and it never gives
/// up. Its process is killed by cancelling <see cref="RunAsync"/>, and started again by calling it anew.
/// </summary>
public sealed class FastWorker(CallInvoker invoker, string key)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UploadLasts = TimeSpan.FromSeconds(2);

    private readonly Work.WorkClient _work = new(invoker);
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
            var task = lease.Render ?? lease.Recheck;
            if ((await _work.HeartbeatAsync(new() { Lease = token, Step = 1 }, _headers, cancellationToken: killed)).Stop)
                return;
            var sha256 = await UploadAsync(token, PaintedPng.Of(task.Settings.Width, task.Settings.Height, (byte)task.Seed), killed);
            await _work.CompleteAsync(new() { Lease = token, PictureSha256 = sha256, EngineVersion = "fast", RenderMs = 1 }, _headers, cancellationToken: killed);
            Interlocked.Increment(ref _delivered);
        }
        catch (RpcException) when (!killed.IsCancellationRequested)
        {
            // Attends on.
        }
    }

    private async Task<string> UploadAsync(LeaseToken lease, byte[] png, CancellationToken killed)
    {
        while (true)
        {
            try
            {
                return await UploadOnceAsync(lease, png, killed);
            }
            catch (RpcException error) when (RetryingInterceptor.MayPass(error) && !killed.IsCancellationRequested)
            {
                await Task.Delay(Pause, TimeProvider.System, killed);
            }
        }
    }

    private async Task<string> UploadOnceAsync(LeaseToken lease, byte[] png, CancellationToken killed)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(png));
        using var upload = _work.Upload(_headers, (TimeProvider.System.GetUtcNow() + UploadLasts).UtcDateTime, killed);
        try
        {
            await upload.RequestStream.WriteAsync(new() { Lease = lease, TotalBytes = png.Length, Sha256 = sha256 }, killed);
            foreach (var part in png.Chunk(1_000))
                await upload.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) }, killed);
            await upload.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            // The call or its connection has ended already; the answer says why.
        }
        return (await upload).Sha256;
    }
}
