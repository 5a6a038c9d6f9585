namespace LaionGrid.Coordinator.Accounts;

/// <summary>A public name that requests and contributions belong to.</summary>
internal sealed class Account
{
    public required AccountId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in lower case: unique, so that nobody is taken for another.</summary>
    public required string NameKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static Account Named(AccountId id, string name, DateTimeOffset at) =>
        new() { Id = id, Name = name, NameKey = KeyOf(name), CreatedAt = at };

    public static string KeyOf(string name) => name.ToLowerInvariant();
}
