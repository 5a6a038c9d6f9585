using System.Security.Cryptography;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Results;

/// <summary>What an upload announces before its bytes.</summary>
internal sealed record UploadHeader(LeaseClaim Lease, long TotalBytes, string Sha256);

/// <summary>
/// Takes a picture in. Every byte is hostile: the announced size is capped before reading, no more than it is read, and
/// nothing is stored unless length, hash, format and size are all right. Repeating an upload changes nothing.
/// </summary>
internal sealed class ReceiveUpload(LeaseBook book, IBlobStore blobs)
{
    public const int MaxBytes = 16 * 1024 * 1024;

    public async Task<UploadOutcome> RunAsync(UploadHeader header, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        if (header.TotalBytes is < 1 or > MaxBytes)
            return Refused(Refusal.Invalid("upload.too_large", "total_bytes", $"The upload announces {header.TotalBytes} bytes; a picture has 1 to {MaxBytes}."));
        return await book.FindAsync(header.Lease, cancellationToken) switch
        {
            LeaseFound.Live { Lease: var lease } when lease.Upload?.Sha256 == header.Sha256 => new UploadOutcome.Stored(header.Sha256),
            LeaseFound.Live { Lease: var lease } => await TakeAsync(lease, header, chunks, cancellationToken),
            LeaseFound.Ended { Attempt: var attempt } when attempt.PictureSha256 == header.Sha256 && header.Sha256.Length > 0 => new UploadOutcome.Stored(header.Sha256),
            LeaseFound.Refused refused => Refused(refused.Refusal),
            _ => Refused(LeaseRefusals.Stale),
        };
    }

    private async Task<UploadOutcome> TakeAsync(HeldLease lease, UploadHeader header, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        var bytes = new byte[header.TotalBytes];
        if (await FillAsync(bytes, chunks, cancellationToken) is { } cut)
            return cut;
        var sketch = new PictureSketch(lease.Terms.Settings.Width, lease.Terms.Settings.Height);
        if (Check(bytes, header.Sha256, lease.Terms.Settings, sketch) is { } wrong)
            return wrong;
        await blobs.PutAsync(header.Sha256, bytes, cancellationToken);
        lease.Uploaded(new(header.Sha256, bytes.Length, sketch.ToFingerprint()));
        return new UploadOutcome.Stored(header.Sha256);
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

    /// <summary>Null when these bytes are a picture of this hash and of the size asked for.</summary>
    private static UploadOutcome.Refused? Check(byte[] bytes, string sha256, RenderSettings settings, PictureSketch sketch)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != sha256)
            return Refused(Refusal.Invalid("upload.hash_mismatch", "sha256", "The bytes do not have the SHA-256 announced. Send the picture again."));
        try
        {
            PngDecoder.Read(bytes, settings.Width, settings.Height, sketch.Add);
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

    private static UploadOutcome.Refused Refused(Refusal refusal) => new(refusal);
}

internal abstract record UploadOutcome
{
    internal sealed record Stored(string Sha256) : UploadOutcome;

    internal sealed record Refused(Refusal Refusal) : UploadOutcome;
}
