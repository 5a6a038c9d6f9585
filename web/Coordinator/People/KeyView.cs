namespace LaionGrid.Web.Coordinator.People;

/// <summary>A key of an account as its owner sees it afterwards.</summary>
/// <param name="Prefix">Its first characters.</param>
/// <param name="Label">What its owner calls it; may be empty.</param>
/// <param name="ExpiresAt">Null for never.</param>
/// <param name="LastUsedAt">Null for not yet; kept to the hour.</param>
public sealed record KeyView(string Prefix, string Label, IReadOnlyList<KeyScope> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>What a key is good for.</summary>
public enum KeyScope
{
    Read,
    Generate,
    Annotate,
    Worker,

    /// <summary>Changes the account itself.</summary>
    Account,
}
