using Grpc.Core;
using Grpc.Net.Client;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>The boards as the site sees them.</summary>
internal sealed class BoardsGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Wire.Board.BoardClient _board = new(channel);

    /// <param name="hasDays">Whether each row is wanted with its last 30 days.</param>
    public async Task<BoardView> PageAsync(BoardKind kind, Period period, int limit, int offset, bool hasDays, CancellationToken cancellationToken)
    {
        var question = new Wire.GetLeaderboardRequest { Kind = kind.ToWire(), Period = period.ToWire(), Limit = limit, Offset = offset, Days = hasDays };
        return (await calls.AskAsync(options => _board.GetLeaderboardAsync(question, options).ResponseAsync, cancellationToken)).ToView(kind, period);
    }

    /// <summary>One row of a board, wherever it stands; null when it is not there.</summary>
    public async Task<BoardRow?> FindAsync(BoardKind kind, Period period, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await calls.AskAsync(options => _board.GetStandingAsync(new() { Kind = kind.ToWire(), Period = period.ToWire(), Name = name }, options).ResponseAsync, cancellationToken)).ToView();
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    /// <param name="kind">Families or countries.</param>
    public async Task<GroupsView> GroupsAsync(BoardKind kind, Period period, CancellationToken cancellationToken)
    {
        var question = new Wire.GetGroupsRequest { Kind = kind == BoardKind.Families ? Wire.GroupKind.Families : Wire.GroupKind.Countries, Period = period.ToWire() };
        var answer = await calls.AskAsync(options => _board.GetGroupsAsync(question, options).ResponseAsync, cancellationToken);
        return new(
            kind, period, [.. answer.Rows.Select(row => new GroupRow(row.Rank, row.Name, row.CreditMflop, row.Pictures, row.Members))],
            DateTimeOffset.UnixEpoch.AddMicroseconds(answer.CountedAtUs));
    }
}
