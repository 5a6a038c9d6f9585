namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>A machine that waits to join as somebody. It is gone with its expiry, or when the machine has its key.</summary>
internal sealed class Link
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public required string CodeHash { get; init; }

    public required string SecretHash { get; init; }

    /// <summary>As the machine calls itself; may be empty.</summary>
    public required string MachineName { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who has answered; null while nobody has.</summary>
    public AccountId? AccountId { get; init; }

    /// <summary>Whether the answer was no.</summary>
    public bool IsRefused { get; init; }
}
