namespace LaionGrid.Coordinator.Accounts;

/// <summary>A public name that requests and contributions belong to.</summary>
internal sealed class Account
{
    public required AccountId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in lower case: unique, so that nobody is taken for another.</summary>
    public required string NameKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The site's own id of the person; null when no site made the account.</summary>
    public string? PersonId { get; init; }

    /// <summary>When its person had it erased; null while there is one.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Since when an operator has it locked; null while it is open.</summary>
    public DateTimeOffset? LockedAt { get; init; }

    public static Account Named(AccountId id, string name, DateTimeOffset at, string? personId = null) =>
        new() { Id = id, Name = name, NameKey = KeyOf(name), CreatedAt = at, PersonId = personId };

    public static string KeyOf(string name) => name.ToLowerInvariant();
}
