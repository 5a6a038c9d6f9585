using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Joining;

/// <summary>A team as its members see it.</summary>
/// <param name="Members">At most 100, those who joined first.</param>
/// <param name="Rank">Among all teams, of all time; 0 while nothing is final.</param>
internal sealed record TeamStanding(string Name, string FounderName, int MemberCount, IReadOnlyList<string> Members, long CreditMflop, int Rank);

/// <summary>The team of the account that this machine earns for. Each call is made once, for an owner who waits.</summary>
internal sealed class TeamsUplinkGrpc(Teams.TeamsClient teams, Board.BoardClient board, CallsGrpc calls)
{
    /// <returns>The invite code.</returns>
    public Task<Asked<string>> CreateAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(async () => (await teams.CreateAsync(new() { Name = name }, calls.Plain(cancellationToken))).InviteCode, cancellationToken);

    /// <returns>The team's name.</returns>
    public Task<Asked<string>> JoinAsync(string code, CancellationToken cancellationToken) =>
        AskAsync(async () => (await teams.JoinAsync(new() { InviteCode = code }, calls.Plain(cancellationToken))).Name, cancellationToken);

    /// <returns>The team's name; empty when there was none.</returns>
    public Task<Asked<string>> LeaveAsync(CancellationToken cancellationToken) =>
        AskAsync(async () => (await teams.LeaveAsync(new(), calls.Plain(cancellationToken))).Name, cancellationToken);

    /// <returns>The new invite code.</returns>
    public Task<Asked<string>> ReplaceInviteAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(async () => (await teams.ReplaceInviteAsync(new() { Name = name }, calls.Plain(cancellationToken))).InviteCode, cancellationToken);

    public Task<Asked<TeamStanding>> ShowAsync(CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var team = await teams.GetAsync(new(), calls.Plain(cancellationToken));
        var row = await FindRowAsync(team.Name, cancellationToken);
        return new TeamStanding(team.Name, team.FounderName, team.MemberCount, [.. team.Members.Select(member => member.Name)], row?.CreditMflop ?? 0, row?.Rank ?? 0);
    }, cancellationToken);

    private async Task<BoardRow?> FindRowAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await board.GetStandingAsync(new() { Kind = BoardKind.Teams, Name = name }, calls.Plain(cancellationToken));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null; // nothing is final for it yet
        }
    }

    private static async Task<Asked<T>> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return new(await call(), null);
        }
        catch (Exception error) when (error is OperationCanceledException or RpcException { StatusCode: StatusCode.Unavailable } && !cancellationToken.IsCancellationRequested)
        {
            return new(null, new("grpc.Unavailable", "The coordinator does not answer now. Look at its address, or try again later."));
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, error.ToRefusal());
        }
    }
}

/// <summary>An answer, or why there is none.</summary>
internal sealed record Asked<T>(T? Answer, Refusal? Refusal)
    where T : class;
