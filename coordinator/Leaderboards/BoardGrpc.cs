using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Leaderboards.Groups;
using LaionGrid.Coordinator.Storage;
using GroupKind = LaionGrid.Coordinator.Leaderboards.Groups.GroupKind;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>Public standings on the wire.</summary>
internal sealed class BoardGrpc(ViewBoards view, RankGroups groups, ViewNetwork network) : Board.BoardBase
{
    private const int MaxRows = 100;
    private const int DefaultRows = 50;

    public override async Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > MaxRows || request.Offset < 0)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {MaxRows} rows and starts at row 0 or later.").ToRpc();
        var page = await view.PageAsync(KindOf(request.Kind), PeriodOf(request.Period), request.Offset, request.Limit == 0 ? DefaultRows : request.Limit, request.Days, context.CancellationToken);
        return new()
        {
            Period = request.Period == Period.Unspecified ? Period.AllTime : request.Period,
            Kind = request.Kind == Contracts.V1.BoardKind.Unspecified ? Contracts.V1.BoardKind.People : request.Kind,
            Total = page.Total,
            Rows = { page.Rows.Select(row => ToWire(row, page.Days.GetValueOrDefault(row.Entrant.Id) ?? [])) },
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

    public override async Task<GetGroupsResponse> GetGroups(GetGroupsRequest request, ServerCallContext context)
    {
        var counted = await groups.ReadAsync(GroupOf(request.Kind), context.CancellationToken);
        return new()
        {
            CountedAtUs = counted.At.ToMicroseconds(),
            Rows = { counted.Periods[PeriodOf(request.Period)].Select(row => new GroupRow { Rank = row.Rank, Name = row.Name, CreditMflop = row.CreditMflop, Pictures = row.Pictures, Members = row.Members }) },
        };
    }

    public static BoardRow ToWire(BoardStanding row) => ToWire(row, []);

    private static BoardRow ToWire(BoardStanding row, IEnumerable<long> days) => new()
    {
        Rank = row.Rank,
        PreviousRank = row.PreviousRank,
        Id = row.Entrant.Id.ToString("N"),
        Name = row.Entrant.Name,
        ContributorName = row.Entrant.ContributorName,
        CreditMflop = row.CreditMflop,
        Pictures = row.Pictures,
        ProvisionalMflop = row.ProvisionalMflop,
        Place = row.Place,
        DayMflop = { days },
    };

    private static BoardKind KindOf(Contracts.V1.BoardKind kind) => kind switch
    {
        Contracts.V1.BoardKind.Unspecified or Contracts.V1.BoardKind.People => BoardKind.People,
        Contracts.V1.BoardKind.Devices => BoardKind.Devices,
        Contracts.V1.BoardKind.Teams => BoardKind.Teams,
        Contracts.V1.BoardKind.Bundles => BoardKind.Bundles,
        _ => throw Refusal.Invalid("kind.unknown", "kind", "Boards rank people, devices, teams or bundles.").ToRpc(),
    };

    private static GroupKind GroupOf(Contracts.V1.GroupKind kind) => kind switch
    {
        Contracts.V1.GroupKind.Unspecified or Contracts.V1.GroupKind.Countries => GroupKind.Countries,
        Contracts.V1.GroupKind.Families => GroupKind.Families,
        _ => throw Refusal.Invalid("group.unknown", "kind", "Groups are countries or families of devices.").ToRpc(),
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
