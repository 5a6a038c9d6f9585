using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>Public standings on the wire.</summary>
internal sealed class BoardGrpc(ViewBoards view, ViewNetwork network) : Board.BoardBase
{
    private const int MaxRows = 100;
    private const int DefaultRows = 50;

    public override async Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > MaxRows || request.Offset < 0)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {MaxRows} rows and starts at row 0 or later.").ToRpc();
        var page = await view.PageAsync(KindOf(request.Kind), PeriodOf(request.Period), request.Offset, request.Limit == 0 ? DefaultRows : request.Limit, context.CancellationToken);
        return new()
        {
            Period = request.Period == Period.Unspecified ? Period.AllTime : request.Period,
            Kind = request.Kind == Contracts.V1.BoardKind.Unspecified ? Contracts.V1.BoardKind.People : request.Kind,
            Total = page.Total,
            Rows = { page.Rows.Select(ToWire) },
        };
    }

    public override async Task<BoardRow> GetStanding(GetStandingRequest request, ServerCallContext context)
    {
        var (kind, period) = (KindOf(request.Kind), PeriodOf(request.Period));
        return await view.FindAsync(kind, period, request.Name, context.CancellationToken) is { } row
            ? ToWire(row)
            : throw Refusal.NotFound("standing.unknown", "Nobody and nothing of this name, or no device of this id, is on this board. Look at the spelling, or ask for a longer period.").ToRpc();
    }

    public override async Task<Network> GetNetwork(GetNetworkRequest request, ServerCallContext context)
    {
        var now = await network.RunAsync(context.CancellationToken);
        return new()
        {
            PicturesToday = now.PicturesToday,
            WorkersOnline = now.WorkersOnline,
            RefereesOnline = now.RefereesOnline,
            VerifiedMflop = now.VerifiedMflop,
            ProvisionalMflop = now.ProvisionalMflop,
            JobsQueued = now.JobsQueued,
        };
    }

    private static BoardRow ToWire(BoardStanding row) => new()
    {
        Rank = row.Rank,
        PreviousRank = row.PreviousRank,
        Id = row.Entrant.Id.ToString("N"),
        Name = row.Entrant.Name,
        ContributorName = row.Entrant.ContributorName,
        CreditMflop = row.CreditMflop,
        Pictures = row.Pictures,
        ProvisionalMflop = row.ProvisionalMflop,
    };

    private static BoardKind KindOf(Contracts.V1.BoardKind kind) => kind switch
    {
        Contracts.V1.BoardKind.Unspecified or Contracts.V1.BoardKind.People => BoardKind.People,
        Contracts.V1.BoardKind.Devices => BoardKind.Devices,
        Contracts.V1.BoardKind.Teams => BoardKind.Teams,
        Contracts.V1.BoardKind.Bundles => BoardKind.Bundles,
        _ => throw Refusal.Invalid("kind.unknown", "kind", "Boards rank people, devices, teams or bundles.").ToRpc(),
    };

    private static BoardPeriod PeriodOf(Period period) => period switch
    {
        Period.Unspecified or Period.AllTime => BoardPeriod.AllTime,
        Period.Day => BoardPeriod.Day,
        Period.Week => BoardPeriod.Week,
        Period.Month => BoardPeriod.Month,
        _ => throw Refusal.Invalid("period.unknown", "period", "The periods are day, week, month and all time.").ToRpc(),
    };
}
