namespace LaionGrid.Contracts;

/// <summary>
/// How a site proves a person to the coordinator: "authorization: Person TOKEN", where the token is a JWT signed with ES256 by the site's
/// key, good for one call and at most two minutes.
/// </summary>
public static class PersonClaims
{
    /// <summary>The scheme before the token in the header.</summary>
    public const string Scheme = "Person ";

    /// <summary>Claim "iss" of every token.</summary>
    public const string Issuer = "laiongrid-site";

    /// <summary>Claim "aud" of every token.</summary>
    public const string Audience = "laiongrid-coordinator";

    /// <summary>The person's account as Accounts.Register gave it, 32 hex digits; absent when the site speaks for itself.</summary>
    public const string Account = "sub";

    /// <summary>"person", "moderator" or "operator"; "site" when the site speaks for itself.</summary>
    public const string Role = "role";

    /// <summary>"new" or "trusted".</summary>
    public const string Rank = "rank";

    /// <summary>Value of <see cref="Role"/> in a token of the site itself.</summary>
    public const string SiteRole = "site";

    /// <summary>Unique for each token: the coordinator takes it once.</summary>
    public const string TokenId = "jti";

    /// <summary>The longest that a token may be good.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromMinutes(2);
}
