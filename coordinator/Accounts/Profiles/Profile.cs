namespace LaionGrid.Coordinator.Accounts.Profiles;

/// <summary>What a person says of themselves on their contributor's page. There is none before it is written first.</summary>
internal sealed class Profile
{
    public required AccountId AccountId { get; init; }

    /// <summary>Whether the page says nothing but that it is private.</summary>
    public required bool IsPrivate { get; set; }

    /// <summary>Code of ISO 3166-1; empty for none.</summary>
    public required string Country { get; set; }

    /// <summary>At most <see cref="ProfileRules.MaxAbout"/> characters; may be empty.</summary>
    public required string About { get; set; }

    /// <summary>Of an account that has written none.</summary>
    public static Profile Empty(AccountId account) => new() { AccountId = account, IsPrivate = false, Country = "", About = "" };
}
