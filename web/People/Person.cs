using System.Security.Claims;

namespace LaionGrid.Web.People;

/// <summary>What a person may do here beyond asking.</summary>
public enum PersonRole
{
    Person,
    Moderator,
    Operator,
}

/// <summary>How well the site knows a person; bounds on asking depend on it.</summary>
public enum PersonRank
{
    New,
    Trusted,
}

/// <summary>Who is signed in.</summary>
/// <param name="AccountId">The person's account at the coordinator, 32 hex digits.</param>
/// <param name="Name">Public name.</param>
public sealed record Person(string AccountId, string Name, PersonRole Role, PersonRank Rank)
{
    /// <summary>Whether this person looks after what is shown.</summary>
    public bool Moderates => Role is PersonRole.Moderator or PersonRole.Operator;
}

/// <summary>How a <see cref="Person"/> is kept in a session's claims.</summary>
internal static class PersonContext
{
    public const string Account = "account";
    public const string Name = "name";
    public const string Role = "role";
    public const string Rank = "rank";

    /// <summary>Who is signed in; null for nobody. Public pages never ask: they are the same for everybody.</summary>
    public static Person? Person(this HttpContext context) => context.User is { Identity.IsAuthenticated: true } user && user.FindFirstValue(Account) is { } account
        ? new(account, user.FindFirstValue(Name) ?? "", Parse<PersonRole>(user.FindFirstValue(Role)), Parse<PersonRank>(user.FindFirstValue(Rank)))
        : null;

    // A session made before a role was given has none, and is the least.
    private static T Parse<T>(string? text) where T : struct, Enum => Enum.TryParse<T>(text, out var value) ? value : default;
}
