using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Teams on the wire. A worker's key speaks for the account that its credit goes to.</summary>
internal sealed class TeamsGrpc(FoundTeam found, JoinTeam join, LeaveTeam leave, ReplaceInvite replace, RenameTeam rename, DissolveTeam dissolve, ViewTeam view, ListTeams list) : Contracts.V1.Teams.TeamsBase
{
    public override async Task<CreateTeamResponse> Create(CreateTeamRequest request, ServerCallContext context) =>
        await found.RunAsync(AccountOf(context), request.Name, context.CancellationToken) switch
        {
            FoundTeamOutcome.Founded made => new() { Name = made.Team.Name, InviteCode = made.Invite.Text },
            FoundTeamOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<JoinTeamResponse> Join(JoinTeamRequest request, ServerCallContext context) =>
        await join.RunAsync(AccountOf(context), request.InviteCode, context.CancellationToken) switch
        {
            JoinTeamOutcome.Joined joined => new() { Name = joined.Team.Name },
            JoinTeamOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<LeaveTeamResponse> Leave(LeaveTeamRequest request, ServerCallContext context) =>
        new() { Name = (await leave.RunAsync(AccountOf(context), context.CancellationToken))?.Name ?? "" };

    public override async Task<ReplaceInviteResponse> ReplaceInvite(ReplaceInviteRequest request, ServerCallContext context) =>
        await replace.RunAsync(AccountOf(context), request.Name, context.CancellationToken) is { } code ? new() { InviteCode = code.Text } : throw TeamRefusals.NotFounder.ToRpc();

    public override async Task<Contracts.V1.Team> Get(GetTeamRequest request, ServerCallContext context)
    {
        var team = request.Name.Length > 0
            ? await view.ByNameAsync(request.Name, context.CancellationToken) ?? throw TeamRefusals.Unknown.ToRpc()
            : await view.OfAsync(AccountOf(context), context.CancellationToken) ?? throw TeamRefusals.None.ToRpc();
        return ToWire(team);
    }

    public override async Task<RenameTeamResponse> Rename(RenameTeamRequest request, ServerCallContext context) =>
        await rename.RunAsync(AccountOf(context), request.Name, request.NewName, context.CancellationToken) is { } refusal ? throw refusal.ToRpc() : new() { Name = request.NewName };

    public override async Task<DissolveTeamResponse> Dissolve(DissolveTeamRequest request, ServerCallContext context) =>
        await dissolve.RunAsync(AccountOf(context), request.Name, context.CancellationToken) is { } refusal ? throw refusal.ToRpc() : new();

    public override async Task<ListTeamsResponse> List(ListTeamsRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > ListTeams.MaxRows)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {ListTeams.MaxRows} teams.").ToRpc();
        var founder = request.Founded ? AccountOf(context) : default(AccountId?);
        var teams = await list.RunAsync(request.Search, request.AfterName, request.Limit == 0 ? ListTeams.DefaultRows : request.Limit, founder, context.CancellationToken);
        return new() { Teams = { teams.Select(team => new Contracts.V1.ListedTeam { Name = team.Name, FounderName = team.FounderName, MemberCount = team.MemberCount }) } };
    }

    public override async Task<Contracts.V1.Team> FindInvited(FindInvitedRequest request, ServerCallContext context)
    {
        AccountOf(context);
        return ToWire(await view.ByInviteAsync(new(request.InviteCode), context.CancellationToken) ?? throw TeamRefusals.InviteUnknown.ToRpc());
    }

    private static Contracts.V1.Team ToWire(TeamView team) => new()
    {
        Name = team.Team.Name,
        FounderName = team.FounderName,
        CreatedAtUs = team.Team.CreatedAt.ToMicroseconds(),
        MemberCount = team.MemberCount,
        Members = { team.Members.Select(member => new TeamMember { Name = member.Name, JoinedAtUs = member.JoinedAt.ToMicroseconds() }) },
    };

    private static AccountId AccountOf(ServerCallContext context)
    {
        context.Require(KeyRole.Person, KeyRole.Worker, KeyRole.Moderator, KeyRole.Operator);
        return context.Allow(KeyScopes.Account).AccountId;
    }
}
