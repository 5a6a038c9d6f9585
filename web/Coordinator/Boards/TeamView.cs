namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>A team.</summary>
/// <param name="Members">At most 100, those who joined first.</param>
public sealed record TeamView(string Name, string Founder, DateTimeOffset FoundedAt, int MemberCount, IReadOnlyList<TeamMemberView> Members);

public sealed record TeamMemberView(string Name, DateTimeOffset JoinedAt);

/// <summary>A team in a list.</summary>
public sealed record ListedTeamView(string Name, string Founder, int MemberCount);
