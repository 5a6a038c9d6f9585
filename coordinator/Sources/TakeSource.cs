using System.Collections.Concurrent;
using System.Security.Cryptography;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Sources;

/// <summary>
/// Takes in a picture that somebody wants to begin from. Its size is capped before reading, no more than it is read, one at a time for each
/// requester, and of what comes the pixels alone are kept. Repeating it changes nothing but for how long it is kept.
/// </summary>
internal sealed class TakeSource(IDbContextFactory<GridDb> databases, GridWriter writer, IBlobStore blobs, IOptions<SourcesOptions> options, TimeProvider time)
{
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int MostAtOnce = 16; // each holds a file, its pixels, and the file that is made of them

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, byte> _coming = new();

    public async Task<TakeSourceOutcome> RunAsync(SourceOwner owner, long totalBytes, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        if (!options.Value.AreTaken)
            return new TakeSourceOutcome.Refused(SourceRefusals.Off);
        if (totalBytes is < 1 or > MaxBytes)
            return Refused("source.too_large", "total_bytes", $"The picture announces {totalBytes:N0} bytes; 1 to {MaxBytes:N0} are taken. Scale it down.");
        if (_coming.Count >= MostAtOnce || !_coming.TryAdd(owner.Key, 0))
            return new TakeSourceOutcome.Refused(Refusal.Busy("source.under_way", "Other pictures are being brought just now. Try again in a moment.", ComeAgain));
        try
        {
            return await TakeAsync(owner, (int)totalBytes, chunks, cancellationToken);
        }
        finally
        {
            _coming.TryRemove(owner.Key, out _);
        }
    }

    private async Task<TakeSourceOutcome> TakeAsync(SourceOwner owner, int totalBytes, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream(); // grows as bytes come: what is only announced takes no memory
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            if (chunk.Length > totalBytes - file.Length)
                return Refused("source.too_large", "data", $"More arrived than the {totalBytes:N0} bytes announced. Send the picture again.");
            file.Write(chunk.Span);
        }
        if (file.Length < totalBytes)
            return Refused("source.truncated", "data", $"Only {file.Length:N0} of the {totalBytes:N0} bytes announced arrived. Send the picture again.");
        try
        {
            return await KeepAsync(owner, SourcePng.Read(file.GetBuffer().AsMemory(0, totalBytes)), cancellationToken);
        }
        catch (NotAPngException error)
        {
            return Refused("source.not_png", "data", $"The file is no PNG that is taken here: {error.Message}. Save it as a PNG of 8 bits a channel, without palette and interlacing.");
        }
    }

    private async Task<TakeSourceOutcome> KeepAsync(SourceOwner owner, PngPicture picture, CancellationToken cancellationToken)
    {
        var png = PlainPng.Write(picture);
        var source = new BroughtSource { Requester = owner.Key, AccountId = owner.AccountId, Sha256 = Convert.ToHexStringLower(SHA256.HashData(png)), Width = picture.Width, Height = picture.Height, UsedAt = time.GetUtcNow() };
        if (await IsTooManyAsync(source, cancellationToken))
            return new TakeSourceOutcome.Refused(new(RefusalKind.TooMany, "source.too_many", $"{options.Value.MostEach} pictures wait here for you to begin from them, which is as many as may be. Use one of them, or come again in {options.Value.KeepMinutes} minutes.", RetryAfter: options.Value.Keeps));
        await blobs.PutAsync(source.Sha256, png, cancellationToken);
        await writer.RunAsync(db => WriteAsync(db, source, cancellationToken), cancellationToken);
        return new TakeSourceOutcome.Taken(source);
    }

    private async Task<bool> IsTooManyAsync(BroughtSource source, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sources.CountAsync(other => other.Requester == source.Requester && other.Sha256 != source.Sha256 && !other.IsNamed, cancellationToken) >= options.Value.MostEach; // primary key
    }

    private static Task<int> WriteAsync(GridDb db, BroughtSource source, CancellationToken cancellationToken) => db.ExecuteRowsAsync( // primary key
        """
        WITH brought("Requester", "Sha256", "AccountId", "Width", "Height", "UsedAt", "IsNamed") AS (VALUES {rows})
        INSERT INTO sources ("Requester", "Sha256", "AccountId", "Width", "Height", "UsedAt", "IsNamed") SELECT "Requester", "Sha256", "AccountId", "Width", "Height", "UsedAt", "IsNamed" FROM brought WHERE TRUE
        ON CONFLICT ("Requester", "Sha256") DO UPDATE SET "UsedAt" = excluded."UsedAt"
        """,
        [[source.Requester, source.Sha256, source.AccountId.Value, source.Width, source.Height, source.UsedAt.ToMicroseconds(), false]], [], cancellationToken);

    private static TakeSourceOutcome.Refused Refused(string code, string field, string message) => new(Refusal.Invalid(code, field, message));
}

internal abstract record TakeSourceOutcome
{
    internal sealed record Taken(BroughtSource Source) : TakeSourceOutcome;

    internal sealed record Refused(Refusal Refusal) : TakeSourceOutcome;
}

/// <summary>What is said of sources in more than one place.</summary>
internal static class SourceRefusals
{
    public static Refusal Off { get; } = Refusal.Invalid("source.off", "source_sha256", "On this grid no picture begins from another. Leave the picture to begin from out.");

    public static Refusal None { get; } = Refusal.NotFound("source.none", "This picture does not begin from another, or has no mask, or what it began from is no longer kept.");
}
