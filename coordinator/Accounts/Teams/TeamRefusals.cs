using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>What can be said against joining, founding or asking for a team.</summary>
internal static class TeamRefusals
{
    /// <summary>Teams that one account may found.</summary>
    public const int MaxFounded = 5;

    /// <summary>Accounts that may be in a team at once.</summary>
    public const int MaxMembers = 10_000;

    public static Refusal NameTaken(string name) => Refusal.Conflict("team.name_taken", $"There is a team \"{name}\" already. Choose another name, or ask its founder for the invite code.");

    public static Refusal MemberAlready(string team) => Refusal.Conflict("team.member_already", $"This account is in the team \"{team}\", and can be in one at a time. Leave that one first; what you earned for it stays with it.");

    public static Refusal TooManyFounded { get; } =
        new(RefusalKind.TooMany, "team.too_many", $"This account has founded {MaxFounded} teams, and no account may found more. Join one of them by its invite code.");

    public static Refusal InviteUnknown { get; } =
        Refusal.NotFound("invite.unknown", "This invite code is not known here, or the team's founder has replaced it. Check it for typing errors, or ask for the new one.");

    public static Refusal Full(string team) => new(RefusalKind.TooMany, "team.full", $"The team \"{team}\" has {MaxMembers} members, which is the most there can be. Found another beside it.");

    public static Refusal Unknown { get; } = Refusal.NotFound("team.unknown", "There is no team of this name. Look at the spelling, or at the board of teams.");

    public static Refusal None { get; } = Refusal.NotFound("team.none", "This account is in no team. Found one, or join one by its invite code.");

    public static Refusal NotFounder { get; } = Refusal.NotFound("team.not_founder", "This account has founded no team of this name, and only a team's founder rules it. Look at the spelling, or ask the founder.");

    public static Refusal NotEmpty(string team) => Refusal.Conflict("team.not_empty", $"Somebody is in the team \"{team}\" still, and only an empty team can be dissolved. Leave it yourself, or wait until the others have.");
}
