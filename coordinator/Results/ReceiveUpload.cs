using System.Security.Cryptography;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Results;

/// <summary>What an upload announces before its bytes.</summary>
internal sealed record UploadHeader(LeaseClaim Lease, long TotalBytes, string Sha256);

/// <summary>
/// Takes a picture in. Every byte is hostile: the announced size is capped before reading, no more than it is read, and
/// nothing is stored unless length, hash, format and size are all right. Repeating an upload changes nothing.
/// </summary>
internal sealed class ReceiveUpload(IDbContextFactory<GridDb> databases, IBlobStore blobs)
{
    public const int MaxBytes = 16 * 1024 * 1024;

    public async Task<UploadOutcome> RunAsync(UploadHeader header, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        if (header.TotalBytes is < 1 or > MaxBytes)
            return Refused(Refusal.Invalid("upload.too_large", "total_bytes", $"The upload announces {header.TotalBytes} bytes; a picture has 1 to {MaxBytes}."));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (attempt, refusal) = await HeldLease.FindAsync(db, header.Lease, cancellationToken);
        if (attempt is null)
            return Refused(refusal ?? HeldLease.Unknown);
        if (attempt.UploadedSha256 == header.Sha256 && header.Sha256.Length > 0)
            return new UploadOutcome.Stored(header.Sha256);
        if (attempt.State != AttemptState.Leased)
            return Refused(HeldLease.Stale);
        var bytes = new byte[header.TotalBytes];
        return await FillAsync(bytes, chunks, cancellationToken) ?? Check(bytes, header, await SettingsAsync(db, attempt, cancellationToken))
            ?? await StoreAsync(db, header, bytes, cancellationToken);
    }

    private static async Task<UploadOutcome?> FillAsync(byte[] bytes, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        var filled = 0;
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            if (chunk.Length > bytes.Length - filled)
                return Refused(Refusal.Invalid("upload.too_large", "data", $"More arrived than the {bytes.Length} bytes announced. Send the picture again."));
            chunk.CopyTo(bytes.AsMemory(filled));
            filled += chunk.Length;
        }
        return filled == bytes.Length
            ? null
            : Refused(Refusal.Invalid("upload.truncated", "data", $"Only {filled} of the {bytes.Length} bytes announced arrived. Send the picture again."));
    }

    private static UploadOutcome.Refused? Check(byte[] bytes, UploadHeader header, RenderSettings settings)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != header.Sha256)
            return Refused(Refusal.Invalid("upload.hash_mismatch", "sha256", "The bytes do not have the SHA-256 announced. Send the picture again."));
        try
        {
            PngDecoder.Decode(bytes, settings.Width, settings.Height);
            return null;
        }
        catch (WrongSizeException error)
        {
            return Refused(Refusal.Invalid("upload.wrong_size", "data", $"The picture was not taken: {error.Message}."));
        }
        catch (NotAPngException error)
        {
            return Refused(Refusal.Invalid("upload.not_png", "data", $"The upload is not a picture this grid takes: {error.Message}."));
        }
    }

    private async Task<UploadOutcome> StoreAsync(GridDb db, UploadHeader header, byte[] bytes, CancellationToken cancellationToken)
    {
        await blobs.PutAsync(header.Sha256, bytes, cancellationToken);
        var (attempts, lease, sha256) = (db.Attempts, header.Lease, header.Sha256);
        var rows = await attempts.Held(lease).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.UploadedSha256, sha256).SetProperty(one => one.PictureBytes, bytes.Length), cancellationToken);
        return rows == 1 ? new UploadOutcome.Stored(sha256) : Refused(HeldLease.Stale);
    }

    private static Task<RenderSettings> SettingsAsync(GridDb db, Attempt attempt, CancellationToken cancellationToken)
    {
        var requests = db.Requests;
        return db.Jobs.Where(job => job.Id == attempt.JobId)
            .Join(requests, job => job.RequestId, request => request.Id, (job, request) => request.Settings).SingleAsync(cancellationToken);
    }

    private static UploadOutcome.Refused Refused(Refusal refusal) => new(refusal);
}

internal abstract record UploadOutcome
{
    internal sealed record Stored(string Sha256) : UploadOutcome;

    internal sealed record Refused(Refusal Refusal) : UploadOutcome;
}
