namespace LaionGrid.Worker.Uplink;

/// <summary>Why the coordinator refused a call: a stable code for us, a sentence for people.</summary>
/// <param name="RetryAfter">How long the coordinator asks us to wait before trying again; zero when trying again will not help.</param>
internal sealed record Refusal(string Code, string Message, TimeSpan RetryAfter = default)
{
    public const string KeyUnknown = "key.unknown";
    public const string KeyNotAllowed = "key.not_allowed";
    public const string NameTaken = "account.name_taken";

    /// <summary>The coordinator was restarted, or is another one, since the upload: it is to be sent once more.</summary>
    public bool IsUploadForgotten => Code == "upload.missing";

    /// <summary>It came from no coordinator of ours: the call was not answered, or by something else.</summary>
    public bool HasStatusAlone => Code.StartsWith("grpc.", StringComparison.Ordinal);

    /// <summary>The lease is over, and the work with it.</summary>
    public bool IsLeaseOver => Code is "lease.stale" or "lease.unknown";
}
