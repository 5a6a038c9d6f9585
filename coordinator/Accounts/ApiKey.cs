namespace LaionGrid.Coordinator.Accounts;

/// <summary>What a key may do.</summary>
internal enum KeyRole
{
    Person,
    Worker,
    Referee,
    Operator,
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

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
