using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Teams;

/// <summary>A person's own team, and those they founded.</summary>
/// <param name="Team">The one they are in; null for none.</param>
/// <param name="Founded">In them still or not.</param>
/// <param name="Deed">What was done just now; null when the page is only looked at.</param>
public sealed record OwnTeamView(Person Person, TeamView? Team, IReadOnlyList<ListedTeamView> Founded, TeamDeed? Deed);

/// <summary>What became of a form.</summary>
/// <param name="Name">Of the form: found, invite, rename, leave or dissolve.</param>
/// <param name="Team">The team it was about.</param>
/// <param name="Refusal">Why it was not done; null when it was.</param>
/// <param name="Invite">Shown this once; null when the form gave none.</param>
public sealed record TeamDeed(string Name, string Team, Refusal? Refusal, Invite? Invite);

/// <summary>How others join.</summary>
public sealed record Invite(string Code, string Link);
