namespace LaionGrid.Web.People.Storage;

/// <summary>One browser that is signed in. The cookie holds a random key; here lies only its hash.</summary>
internal sealed class Session
{
    public required Guid Id { get; init; }

    /// <summary>Lower-case hex SHA-256 of the key in the cookie.</summary>
    public required string KeyHash { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Kept to the hour, so that reading pages writes little.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>How the person signed in, in words: "passkey", "password", a provider's title.</summary>
    public required string Way { get; init; }

    /// <summary>The browser and system in words, from what it said of itself.</summary>
    public required string Browser { get; init; }
}
