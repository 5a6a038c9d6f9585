using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Teams that nobody may found, join or rule.</summary>
internal static class TeamRows
{
    public static IEnumerable<HostileRow> All =>
    [
        .. Of("Teams/Create", "team.name_invalid",
            ("no name", _ => new CreateTeamRequest()),
            ("a huge name", _ => new CreateTeamRequest { Name = new string('a', 1_000_000) }),
            ("an invisible mark", _ => new CreateTeamRequest { Name = "W\u202Eaders" })),
        .. Of("Teams/Create", "team.member_already", ("a second team", _ => new CreateTeamRequest { Name = "Terns" })),
        .. Of("Teams/Create", "team.name_taken", ("another's name in capitals", _ => new CreateTeamRequest { Name = "WADERS" })).Select(row => row.By(scene => scene.Ada)),
        .. Of("Teams/Join", "invite.unknown",
            ("no code", _ => new JoinTeamRequest()),
            ("a huge code", _ => new JoinTeamRequest { InviteCode = new string('a', 1_000_000) }),
            ("the team's name", _ => new JoinTeamRequest { InviteCode = "Waders" })),
        .. Of("Teams/ReplaceInvite", "team.not_founder",
            ("another's team", _ => new ReplaceInviteRequest { Name = "Waders" }),
            ("a pattern", _ => new ReplaceInviteRequest { Name = "%" })),
        .. Of("Teams/Rename", "team.not_founder", ("another's team", _ => new RenameTeamRequest { Name = "Waders", NewName = "Terns" })),
        .. Of("Teams/Rename", "team.name_invalid",
            ("to nothing", _ => new RenameTeamRequest { Name = "Waders" }),
            ("to an invisible mark", _ => new RenameTeamRequest { Name = "Waders", NewName = "W\u202Eaders" })),
        .. Of("Teams/Dissolve", "team.not_founder", ("another's team", _ => new DissolveTeamRequest { Name = "Waders" })),
        .. Of("Teams/Dissolve", "team.not_empty", ("while in it", _ => new DissolveTeamRequest { Name = "Waders" })).Select(row => row.By(scene => scene.Bob)),
        .. Of("Teams/List", "limit.out_of_range", ("too many", _ => new ListTeamsRequest { Limit = 101 }), ("less than none", _ => new ListTeamsRequest { Limit = -1 })),
        .. Of("Teams/List", "key.missing", ("one's own without a key", _ => new ListTeamsRequest { Founded = true })),
        .. Of("Teams/List", "", ("patterns", _ => new ListTeamsRequest { Search = "%_\\' OR 1=1 --", AfterName = "%" }), ("a huge search", _ => new ListTeamsRequest { Search = new string('a', 1_000_000) })),
        .. Of("Teams/FindInvited", "invite.unknown", ("no code", _ => new FindInvitedRequest()), ("a huge code", _ => new FindInvitedRequest { InviteCode = new string('a', 1_000_000) })),
        .. Of("Teams/Get", "team.unknown", ("a huge name", _ => new GetTeamRequest { Name = new string('a', 1_000_000) })),
        .. Of("Teams/Get", "key.missing", ("one's own without a key", _ => new GetTeamRequest())),
        .. Of("Teams/Get", "team.none", ("one's own without one", _ => new GetTeamRequest())).Select(row => row.By(scene => scene.Ada)),
    ];
}
