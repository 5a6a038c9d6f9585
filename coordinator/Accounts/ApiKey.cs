namespace LaionGrid.Coordinator.Accounts;

/// <summary>What a key may do.</summary>
internal enum KeyRole
{
    Person,
    Worker,
    Referee,
    Operator,

    /// <summary>A person who looks after what is shown; only a site's token says so.</summary>
    Moderator,

    /// <summary>A site that speaks for itself; only its own token says so.</summary>
    Site,
}

/// <summary>A key as it is kept: its hash, never the key.</summary>
internal sealed class ApiKey
{
    /// <summary>Lower-case hex SHA-256 of the key. A key is 256 random bits, so a plain hash cannot be guessed back.</summary>
    public required string Hash { get; init; }

    /// <summary>The key's first characters, for telling keys apart.</summary>
    public required string Prefix { get; init; }

    public required AccountId AccountId { get; init; }

    public required KeyRole Role { get; init; }

    /// <summary>Opaque id of the machine that holds the key; null for a person's.</summary>
    public Guid? Holder { get; init; }

    /// <summary>What its owner calls it; may be empty.</summary>
    public string Label { get; init; } = "";

    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is good for nothing; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When a person's key was last used, to within an hour; null for machines' keys, and before the first use.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
