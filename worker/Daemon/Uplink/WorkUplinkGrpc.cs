using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using PictureScores = LaionGrid.Diffusion.Scoring.PictureScores;

namespace LaionGrid.Worker.Uplink;

/// <summary>A worker's round on the wire: wait, claim, heartbeat, upload, complete or fail.</summary>
internal sealed class WorkUplinkGrpc(Work.WorkClient work, CallsGrpc calls, PatientCalls patient)
{
    private const int ChunkBytes = 64 * 1024;
    private const int MaxDetail = 500;

    /// <summary>
    /// Attends until an offer has become a lease. It names no held lease, because this worker does one thing at a time and attends
    /// between two: a lease whose answer got lost on the way is free for others at once.
    /// </summary>
    public async Task<WaitOutcome> WaitAsync(IEnumerable<string> bundlesOnDisk, string warmBundle, CancellationToken cancellationToken)
    {
        try
        {
            using var offers = work.Attend(new() { BundlesOnDisk = { bundlesOnDisk }, WarmBundle = warmBundle }, calls.Lasting(cancellationToken));
            while (await offers.ResponseStream.MoveNext(cancellationToken)) // the stream stays open until the claim is answered: leaving ends the offer
            {
                if (await ClaimAsync(offers.ResponseStream.Current) is { } lease)
                    return new WaitOutcome.Leased(lease);
            }
            return new WaitOutcome.Ended();
        }
        catch (Exception error) when (FaultsGrpc.IsTransient(error, repeats: 0, cancellationToken))
        {
            return new WaitOutcome.Ended();
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return new WaitOutcome.Refused(error.ToRefusal());
        }
    }

    public async Task<HeartbeatAnswer> HeartbeatAsync(Lease lease, int step, ReadOnlyMemory<byte> preview, CancellationToken cancellationToken)
    {
        var request = new HeartbeatRequest { Lease = lease.ToToken(), Step = step, Preview = ByteString.CopyFrom(preview.Span) };
        try
        {
            return (await work.HeartbeatAsync(request, calls.Short(cancellationToken))).Stop ? HeartbeatAnswer.Stop : HeartbeatAnswer.GoOn;
        }
        catch (RpcException error) when (error.ToRefusal() is { IsLeaseOver: true } or { Code: Refusal.KeyUnknown })
        {
            return HeartbeatAnswer.Stop;
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return HeartbeatAnswer.Unheard;
        }
    }

    /// <summary>Brings the picture. Null when it is there; otherwise why it was not taken.</summary>
    public Task<Refusal?> UploadAsync(Lease lease, ReadOnlyMemory<byte> png, CancellationToken cancellationToken) =>
        patient.TryAsync(token => SendAsync(lease, png, token), cancellationToken);

    /// <summary>Null when the attempt counts as finished; otherwise why not.</summary>
    public Task<Refusal?> CompleteAsync(
        Lease lease, ReadOnlyMemory<byte> png, string engineVersion, PictureScores? scores, TimeSpan took, CancellationToken cancellationToken)
    {
        var request = new CompleteRequest
        {
            Lease = lease.ToToken(),
            PictureSha256 = HashOf(png),
            EngineVersion = engineVersion,
            RenderMs = (long)took.TotalMilliseconds,
            Scores = scores?.ToWire(),
        };
        return patient.TryAsync(async token => await work.CompleteAsync(request, calls.Plain(token)), cancellationToken);
    }

    /// <summary>Says once why there is no picture. Whether it was heard does not matter: at the next attending the lease is free anyway.</summary>
    public async Task<bool> FailAsync(Lease lease, Failure failure)
    {
        var detail = failure.Detail[..Math.Min(failure.Detail.Length, MaxDetail)];
        var request = new FailRequest { Lease = lease.ToToken(), Reason = failure.Reason.ToWire(), Detail = detail };
        try
        {
            await work.FailAsync(request, calls.Short(CancellationToken.None)); // a stopping worker says it too
            return true;
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Null when the offer is gone. Never cancelled: a lease that nobody knows of would keep a person waiting.</summary>
    private async Task<Lease?> ClaimAsync(Notice offer)
    {
        try
        {
            return (await work.ClaimAsync(new() { OfferId = offer.OfferId }, calls.Short(CancellationToken.None))).ToDomain(offer.CreditMflop);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.FailedPrecondition)
        {
            return null;
        }
    }

    private async Task SendAsync(Lease lease, ReadOnlyMemory<byte> png, CancellationToken cancellationToken)
    {
        using var call = work.Upload(calls.Carrying(png.Length, cancellationToken));
        try
        {
            for (var offset = 0; offset < png.Length; offset += ChunkBytes)
            {
                var chunk = new UploadChunk { Data = ByteString.CopyFrom(png.Span.Slice(offset, Math.Min(ChunkBytes, png.Length - offset))) };
                if (offset == 0)
                    (chunk.Lease, chunk.TotalBytes, chunk.Sha256) = (lease.ToToken(), png.Length, HashOf(png));
                await call.RequestStream.WriteAsync(chunk, cancellationToken);
            }
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            // The coordinator answers before the end when it refuses, or has the picture already: the answer below says which.
        }
        await call.ResponseAsync;
    }

    private static string HashOf(ReadOnlyMemory<byte> png) => Convert.ToHexStringLower(SHA256.HashData(png.Span));
}
