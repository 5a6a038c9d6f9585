using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Benchmarks.Load;

/// <summary>
/// A worker that renders at once: it attends on one stream and takes each offer from claim to completion. Both a volunteer and a referee make a
/// job's picture from its seed, so that they agree.
/// </summary>
internal sealed class LoadWorker(GrpcChannel channel, string key)
{
    private const string Bundle = "pocket";
    private const int Side = 128; // of the bundle's usual picture

    private static readonly PictureSource Pictures = new(Side, Side);

    private readonly Work.WorkClient _work = new(channel);
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
            var isVolunteer = lease.TaskCase == Lease.TaskOneofCase.Render;
            var task = isVolunteer ? lease.Render : lease.Recheck;
            if (isVolunteer)
                tally.Noticed(task.Seed, noticed);
            var token = new LeaseToken { LeaseId = lease.LeaseId, Fence = lease.Fence };
            call = "Heartbeat";
            await _work.HeartbeatAsync(new() { Lease = token, Step = task.Settings.Steps / 2 }, Call());
            call = "Upload";
            var picture = Pictures.Of(task.Seed);
            await UploadAsync(token, picture, Call());
            call = "Complete";
            started = Stopwatch.GetTimestamp();
            await _work.CompleteAsync(new() { Lease = token, PictureSha256 = picture.Sha256, EngineVersion = "load", RenderMs = 1 }, Call());
            tally.Complete.AddSince(started);
            if (isVolunteer)
                tally.Rendered();
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            tally.Refused(call, error);
        }

        CallOptions Call() => LoadClient.Call(_headers, cancellationToken);
    }

    private async Task UploadAsync(LeaseToken token, LoadPicture picture, CallOptions options)
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
}
