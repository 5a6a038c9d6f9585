using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Web.People;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>Teams as the site sees them; what is a person's to do is asked in that person's name.</summary>
internal sealed class TeamsGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Wire.Teams.TeamsClient _teams = new(channel);

    /// <summary>Null when there is none of this name.</summary>
    public Task<TeamView?> FindAsync(string name, CancellationToken cancellationToken) =>
        FindAsync(() => calls.AskAsync(options => _teams.GetAsync(new() { Name = name }, options).ResponseAsync, cancellationToken));

    /// <summary>The person's own; null for none.</summary>
    public Task<TeamView?> FindOwnAsync(Person person, CancellationToken cancellationToken) =>
        FindAsync(() => calls.AskAsync(person, options => _teams.GetAsync(new(), options).ResponseAsync, cancellationToken));

    /// <summary>The team that an invite code lets one into; null for none.</summary>
    public Task<TeamView?> FindInvitedAsync(Person person, string code, CancellationToken cancellationToken) =>
        FindAsync(() => calls.AskAsync(person, options => _teams.FindInvitedAsync(new() { InviteCode = code }, options).ResponseAsync, cancellationToken));

    /// <param name="search">Part of the names; empty for all.</param>
    /// <param name="after">The name that the page before ended with; empty for the first.</param>
    public async Task<IReadOnlyList<ListedTeamView>> ListAsync(string search, string after, int limit, CancellationToken cancellationToken)
    {
        var answer = await calls.AskAsync(options => _teams.ListAsync(new() { Search = search, AfterName = after, Limit = limit }, options).ResponseAsync, cancellationToken);
        return [.. answer.Teams.Select(ToView)];
    }

    /// <summary>Those that the person founded, in them still or not.</summary>
    public async Task<IReadOnlyList<ListedTeamView>> ListFoundedAsync(Person person, CancellationToken cancellationToken)
    {
        var answer = await calls.AskAsync(person, options => _teams.ListAsync(new() { Founded = true }, options).ResponseAsync, cancellationToken);
        return [.. answer.Teams.Select(ToView)];
    }

    /// <returns>The invite code, or why the team was not founded.</returns>
    public async Task<(string? Code, Refusal? Refusal)> FoundAsync(Person person, string name, CancellationToken cancellationToken)
    {
        var (answer, refusal) = await calls.AnswerAsync(person, options => _teams.CreateAsync(new() { Name = name }, options).ResponseAsync, cancellationToken);
        return (answer?.InviteCode, refusal);
    }

    /// <returns>The new invite code, or why there is none.</returns>
    public async Task<(string? Code, Refusal? Refusal)> ReplaceInviteAsync(Person person, string name, CancellationToken cancellationToken)
    {
        var (answer, refusal) = await calls.AnswerAsync(person, options => _teams.ReplaceInviteAsync(new() { Name = name }, options).ResponseAsync, cancellationToken);
        return (answer?.InviteCode, refusal);
    }

    /// <returns>Null when the person is in it now.</returns>
    public Task<Refusal?> JoinAsync(Person person, string code, CancellationToken cancellationToken) =>
        calls.TryAsync(person, options => _teams.JoinAsync(new() { InviteCode = code }, options).ResponseAsync, cancellationToken);

    /// <returns>Null when the person is in no team now.</returns>
    public Task<Refusal?> LeaveAsync(Person person, CancellationToken cancellationToken) =>
        calls.TryAsync(person, options => _teams.LeaveAsync(new(), options).ResponseAsync, cancellationToken);

    public Task<Refusal?> RenameAsync(Person person, string name, string newName, CancellationToken cancellationToken) =>
        calls.TryAsync(person, options => _teams.RenameAsync(new() { Name = name, NewName = newName }, options).ResponseAsync, cancellationToken);

    public Task<Refusal?> DissolveAsync(Person person, string name, CancellationToken cancellationToken) =>
        calls.TryAsync(person, options => _teams.DissolveAsync(new() { Name = name }, options).ResponseAsync, cancellationToken);

    private static async Task<TeamView?> FindAsync(Func<Task<Wire.Team>> call)
    {
        try
        {
            return ToView(await call());
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    private static TeamView ToView(Wire.Team team) => new(
        team.Name, team.FounderName, Instant(team.CreatedAtUs), team.MemberCount, [.. team.Members.Select(member => new TeamMemberView(member.Name, Instant(member.JoinedAtUs)))]);

    private static ListedTeamView ToView(Wire.ListedTeam team) => new(team.Name, team.FounderName, team.MemberCount);

    private static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
