using System.Security.Cryptography;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>Pictures that leases begin from, on the wire.</summary>
internal sealed class SourcesUplinkGrpc(Work.WorkClient work, CallsGrpc calls, PatientCalls patient)
{
    private const long MostBytes = 16 * 1024 * 1024;
    private const long UsualBytes = 1024 * 1024;

    /// <summary>The PNG with this hash that a lease names; otherwise why it is not there.</summary>
    public async Task<(ReadOnlyMemory<byte> Png, Refusal? Refusal)> FetchAsync(Lease lease, string sha256, bool isMask, CancellationToken cancellationToken)
    {
        byte[] png = [];
        var refusal = await patient.TryAsync(async token => png = await FetchOnceAsync(lease, isMask, token), cancellationToken);
        if (refusal is null && Convert.ToHexStringLower(SHA256.HashData(png)) != sha256)
            refusal = new("source.hash_mismatch", "What came has not the SHA-256 that the lease names.");
        return (png, refusal);
    }

    /// <summary>Takes no more than may come; what is wrong with it shows in its hash.</summary>
    private async Task<byte[]> FetchOnceAsync(Lease lease, bool isMask, CancellationToken cancellationToken)
    {
        using var call = work.FetchSource(new() { Lease = lease.ToToken(), Mask = isMask }, calls.Carrying(UsualBytes, cancellationToken));
        using var png = new MemoryStream();
        while (png.Length < MostBytes && await call.ResponseStream.MoveNext(cancellationToken))
            png.Write(call.ResponseStream.Current.Data.Span);
        return png.ToArray();
    }
}
