using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Uplink.Auditing;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>A worker's round on the wire: attend, claim, heartbeat, upload, complete or fail.</summary>
internal sealed class WorkUplinkGrpc(Work.WorkClient work, CallsGrpc calls, PatientCalls patient, ILogger<AttendanceGrpc> logger)
{
    private const int MaxDetail = 500;

    /// <summary>Begins to attend.</summary>
    /// <param name="stand">Asked at each opening of the stream, also while a lease is worked on.</param>
    /// <param name="reveal">Told which trajectories audits wait for.</param>
    public AttendanceGrpc Attend(Func<CancellationToken, Task<Standing>> stand, Action<Reveal> reveal, CancellationToken stopping) => new(this, patient, stand, reveal, logger, stopping);

    /// <summary>One stream of notices.</summary>
    /// <param name="held">Ids of the leases that this worker has; any other is lost.</param>
    public AsyncServerStreamingCall<Notice> Listen(Standing standing, IEnumerable<string> held, CancellationToken cancellationToken) =>
        work.Attend(new() { BundlesOnDisk = { standing.BundlesOnDisk }, BundlesWithoutRoom = { standing.BundlesWithoutRoom }, WarmBundle = standing.WarmBundle, HeldLeases = { held }, TakesChecks = standing.TakesChecks, TakesSources = true }, calls.Lasting(cancellationToken));

    /// <summary>
    /// The lease, or null when the offer is gone. Stopping ends the repeats, never a call on its way: a lease that nobody knows of
    /// would keep a person waiting.
    /// </summary>
    /// <exception cref="RpcException">The coordinator refused.</exception>
    public async Task<Lease?> ClaimAsync(Offer offer, CancellationToken stopping)
    {
        try
        {
            var request = new ClaimRequest { OfferId = offer.Id };
            return (await patient.RunAsync(async _ => await work.ClaimAsync(request, calls.Short(CancellationToken.None)), stopping)).ToDomain(offer.CreditMflop);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.FailedPrecondition)
        {
            return null;
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

    /// <summary>What was said when the attempt counts as finished; otherwise why it does not.</summary>
    public async Task<(Completion? Done, Refusal? Refusal)> CompleteAsync(Lease lease, Finished picture, CancellationToken cancellationToken)
    {
        var request = new CompleteRequest
        {
            Lease = lease.ToToken(),
            PictureSha256 = HashOf(picture.Png),
            EngineVersion = picture.EngineVersion,
            RenderMs = (long)picture.Took.TotalMilliseconds,
            Commitment = ByteString.CopyFrom(picture.Commitment.Span),
            Scores = picture.Scores?.ToWire(),
            Embedding = picture.Scores.EmbeddingToWire(),
        };
        CompleteResponse? answer = null;
        var refusal = await patient.TryAsync(async token => answer = await work.CompleteAsync(request, calls.Plain(token)), cancellationToken);
        return answer is null ? (null, refusal) : (new(answer.RevealWithinMs > 0, Convert.ToHexStringLower(answer.Ticket.Span)), null);
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

    private async Task SendAsync(Lease lease, ReadOnlyMemory<byte> png, CancellationToken cancellationToken)
    {
        using var call = work.Upload(calls.Carrying(png.Length, cancellationToken));
        await call.RequestStream.SendAsync(png, (data, isFirst) => new()
        {
            Lease = isFirst ? lease.ToToken() : null,
            TotalBytes = isFirst ? png.Length : 0,
            Sha256 = isFirst ? HashOf(png) : "",
            Data = data,
        }, cancellationToken);
        await call.ResponseAsync;
    }

    private static string HashOf(ReadOnlyMemory<byte> png) => Convert.ToHexStringLower(SHA256.HashData(png.Span));
}
