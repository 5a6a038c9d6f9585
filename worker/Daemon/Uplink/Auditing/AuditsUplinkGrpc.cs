using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Uplink.Leases;
using Lease = LaionGrid.Worker.Uplink.Leases.Lease;
using PictureScores = LaionGrid.Diffusion.Scoring.PictureScores;

namespace LaionGrid.Worker.Uplink.Auditing;

/// <summary>Audits on the wire: this worker's trajectories, and for a referee what it is asked and what it answers.</summary>
internal sealed class AuditsUplinkGrpc(Audits.AuditsClient audits, CallsGrpc calls, PatientCalls patient)
{
    private const long MostChallengeBytes = 256 * 1024 * 1024;
    private const long MostWaitsMs = 100L * 366 * 24 * 3600 * 1000; // a span that can be told
    private const long UsualChallengeBytes = 1024 * 1024; // four latents of 1024x1024 pixels

    /// <summary>Null when the trajectory is there; otherwise why it was not taken.</summary>
    public Task<Refusal?> RevealAsync(Reveal lease, ReadOnlyMemory<byte> trajectory, CancellationToken cancellationToken) => patient.TryAsync(async token =>
    {
        using var call = audits.Reveal(calls.Carrying(trajectory.Length, token));
        await call.RequestStream.SendAsync(trajectory, (data, isFirst) => new()
        {
            Lease = isFirst ? new() { LeaseId = lease.LeaseId, Fence = lease.Fence } : null,
            TotalBytes = isFirst ? trajectory.Length : 0,
            Data = data,
        }, token);
        await call.ResponseAsync;
    }, cancellationToken);

    /// <summary>What this check is about; otherwise why it is not told.</summary>
    public async Task<(Challenge? Challenge, Refusal? Refusal)> FetchAsync(Lease lease, CancellationToken cancellationToken)
    {
        Challenge? challenge = null;
        var refusal = await patient.TryAsync(async token => challenge = await FetchOnceAsync(lease, token), cancellationToken);
        return (challenge, refusal);
    }

    /// <summary>Null when the answer was taken; otherwise why not.</summary>
    /// <param name="png">Empty when no picture was asked for.</param>
    /// <param name="scores">Of that picture; null for none.</param>
    public Task<Refusal?> AnswerAsync(Lease lease, ReadOnlyMemory<byte> outputs, ReadOnlyMemory<byte> png, PictureScores? scores, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> all = (byte[])[.. outputs.Span, .. png.Span];
        return patient.TryAsync(async token =>
        {
            using var call = audits.Answer(calls.Carrying(all.Length, token));
            await call.RequestStream.SendAsync(all, (data, isFirst) => new()
            {
                Lease = isFirst ? lease.ToToken() : null,
                OutputBytes = isFirst ? outputs.Length : 0,
                PictureBytes = isFirst ? png.Length : 0,
                Scores = isFirst ? scores?.ToWire() : null,
                Data = data,
            }, token);
            await call.ResponseAsync;
        }, cancellationToken);
    }

    /// <summary>Asks for another opinion on the rejection of this lease's picture, or how one stands that was asked for; otherwise why it is not taken, or that nobody answered.</summary>
    public async Task<(Appeal? Appeal, Refusal? Refusal)> AppealAsync(string leaseId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await audits.AppealAsync(new() { LeaseId = leaseId }, calls.Plain(cancellationToken));
            var standing = answer.State switch
            {
                AppealState.Upheld => AppealStanding.Upheld,
                AppealState.Denied => AppealStanding.Denied,
                AppealState.WaitingForAReferee => AppealStanding.WaitsForAReferee,
                _ => AppealStanding.Waits,
            };
            return (new(standing, TimeSpan.FromMilliseconds(Math.Clamp(answer.WaitsMs, 0, MostWaitsMs))), null);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, error.ToRefusal());
        }
    }

    /// <exception cref="InvalidDataException">More or less came than was announced.</exception>
    private async Task<Challenge> FetchOnceAsync(Lease lease, CancellationToken cancellationToken)
    {
        using var call = audits.FetchChallenge(new() { Lease = lease.ToToken() }, calls.Carrying(UsualChallengeBytes, cancellationToken));
        if (!await call.ResponseStream.MoveNext(cancellationToken) || call.ResponseStream.Current.Challenge is not { TotalBytes: >= 0 and <= MostChallengeBytes } header)
            throw new InvalidDataException("The coordinator's question has no beginning.");
        var (bytes, filled) = (new byte[header.TotalBytes], 0);
        do
        {
            var data = call.ResponseStream.Current.Data;
            if (data.Length > bytes.Length - filled)
                throw new InvalidDataException("The coordinator's question is longer than it said.");
            data.CopyTo(bytes, filled);
            filled += data.Length;
        }
        while (await call.ResponseStream.MoveNext(cancellationToken));
        return filled == bytes.Length ? new(header.Evaluations, header.Decode, header.Encode, bytes) : throw new InvalidDataException("The coordinator's question ended early.");
    }
}
