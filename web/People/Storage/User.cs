using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Storage;

/// <summary>A person as the site keeps one: how they sign in, and which account at the coordinator is theirs. Identity's UserName is the public name.</summary>
internal sealed class User : IdentityUser<Guid>
{
    /// <summary>The account at the coordinator, 32 hex digits; null from the moment the name is kept here until the coordinator has taken it too.</summary>
    public string? AccountId { get; set; }

    public PersonRole Role { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the site first saw credit of theirs; null before. Counts towards being trusted.</summary>
    public DateTimeOffset? ContributedAt { get; set; }

    /// <summary>When an operator locked the account; null when it is open. A locked one has no sessions and gets none.</summary>
    public DateTimeOffset? LockedAt { get; set; }

    /// <summary>When the person asked to be deleted; from then on deletion is finished whatever breaks.</summary>
    public DateTimeOffset? LeavingAt { get; set; }
}
