namespace LaionGrid.Coordinator.Leases;

/// <summary>A live lease as this coordinator remembers it. What is true stands in the attempt's row. Safe to use from any thread.</summary>
internal sealed class HeldLease(GrantedLease terms, DateTimeOffset until, bool isClaimed)
{
    private long _until = until.UtcTicks;
    private volatile bool _isClaimed = isClaimed;
    private volatile string _uploadedSha256 = "";

    public GrantedLease Terms => terms;

    /// <summary>When the row says that it lapses.</summary>
    public DateTimeOffset Until => new(Interlocked.Read(ref _until), TimeSpan.Zero);

    /// <summary>False while it is an offer.</summary>
    public bool IsClaimed => _isClaimed;

    /// <summary>Content address of the last picture that came under it and passed the checks; empty before one.</summary>
    public string UploadedSha256 => _uploadedSha256;

    public long UploadedBytes { get; private set; }

    public void Extended(DateTimeOffset until)
    {
        Interlocked.Exchange(ref _until, until.UtcTicks);
        _isClaimed = true;
    }

    public void Uploaded(string sha256, long bytes)
    {
        UploadedBytes = bytes;
        _uploadedSha256 = sha256; // last: whoever sees it sees the size too
    }
}
