using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Accounts.Teams;

internal readonly record struct TeamId(Guid Value) : IId<TeamId>
{
    public static TeamId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

internal readonly record struct MembershipId(Guid Value) : IId<MembershipId>
{
    public static MembershipId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>People who contribute together. Its name is public; whoever has its invite code may join.</summary>
internal sealed class Team
{
    public required TeamId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in lower case, unique among teams.</summary>
    public required string NameKey { get; init; }

    /// <summary>Who may replace the invite code, rename and dissolve it, in the team still or not.</summary>
    public required AccountId FounderId { get; init; }

    /// <summary>Of the one code that is good now; see <see cref="InviteCode"/>.</summary>
    public required string InviteHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its founder ended it, after everybody had left; null while it goes on. The row stays, because postings name it.</summary>
    public DateTimeOffset? DissolvedAt { get; init; }
}

/// <summary>One stay of an account in a team. An account has at most one that has not ended; those that have are kept.</summary>
internal sealed class Membership
{
    public required MembershipId Id { get; init; }

    public required TeamId TeamId { get; init; }

    public required AccountId AccountId { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    public DateTimeOffset? LeftAt { get; init; }
}
