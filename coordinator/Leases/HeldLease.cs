namespace LaionGrid.Coordinator.Leases;

/// <summary>A live lease as this coordinator remembers it. What is true stands in the attempt's row. Safe to use from any thread.</summary>
internal sealed class HeldLease(GrantedLease terms, DateTimeOffset until, DateTimeOffset? claimedAt = null)
{
    private long _until = until.UtcTicks;
    private long _claimedAt = claimedAt?.UtcTicks ?? 0;
    private volatile UploadedPicture? _upload;

    public GrantedLease Terms => terms;

    /// <summary>The job has its picture from another attempt. Nobody waits for this one, yet when it comes soon it is judged and paid for like any.</summary>
    public bool IsOvertaken { get; init; }

    /// <summary>When the row says that it lapses.</summary>
    public DateTimeOffset Until => new(Interlocked.Read(ref _until), TimeSpan.Zero);

    /// <summary>False while it is an offer.</summary>
    public bool IsClaimed => ClaimedAt is not null;

    public DateTimeOffset? ClaimedAt => Interlocked.Read(ref _claimedAt) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>The last picture that came under it and passed the checks; null before one.</summary>
    public UploadedPicture? Upload => _upload;

    /// <summary>It was claimed, if it was not before, and lasts longer.</summary>
    public void Extended(DateTimeOffset now, DateTimeOffset until)
    {
        Interlocked.Exchange(ref _until, until.UtcTicks);
        Interlocked.CompareExchange(ref _claimedAt, now.UtcTicks, 0);
    }

    public void Uploaded(UploadedPicture picture) => _upload = picture;
}

/// <summary>A picture that lies among the blobs and waits for its attempt to be completed.</summary>
/// <param name="Sha256">Its content address.</param>
internal sealed record UploadedPicture(string Sha256, long Bytes, Fingerprint Fingerprint);
