using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>Public standings on the wire.</summary>
internal sealed class BoardGrpc(RankContributors rank, ViewNetwork network, TimeProvider time) : Board.BoardBase
{
    private const int MaxRows = 100;
    private const int DefaultRows = 50;

    public override async Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > MaxRows || request.Offset < 0)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {MaxRows} rows and starts at row 0 or later.").ToRpc();
        var standings = await rank.RunAsync(Since(request.Period), request.Offset, request.Limit == 0 ? DefaultRows : request.Limit, context.CancellationToken);
        return new()
        {
            Period = request.Period == Period.Unspecified ? Period.AllTime : request.Period,
            Total = standings.Total,
            Rows = { standings.Rows.Select(ToWire) },
        };
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

    private static BoardRow ToWire(Standing row) => new()
    {
        Rank = row.Rank,
        ContributorName = row.ContributorName,
        CreditMflop = row.CreditMflop,
        Pictures = row.Pictures,
        ProvisionalMflop = row.ProvisionalMflop,
    };

    private DateTimeOffset? Since(Period period) => period switch
    {
        Period.Unspecified or Period.AllTime => null,
        Period.Day => time.GetUtcNow().AddDays(-1),
        Period.Week => time.GetUtcNow().AddDays(-7),
        Period.Month => time.GetUtcNow().AddDays(-30),
        _ => throw Refusal.Invalid("period.unknown", "period", "The periods are day, week, month and all time.").ToRpc(),
    };
}
