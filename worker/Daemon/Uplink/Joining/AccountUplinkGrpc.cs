using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Joining;

/// <summary>An account on the public board, over all time.</summary>
/// <param name="ProvisionalMflop">Waits for a later audit of the machine that earned it, and may still be lost.</param>
/// <param name="Rank">1 for the first; 0 while nothing is final.</param>
internal sealed record AccountStanding(long FinalMflop, long ProvisionalMflop, int Rank);

/// <summary>What the board shows of the account that this machine earns for.</summary>
internal sealed class AccountUplinkGrpc(Board.BoardClient board, CallsGrpc calls)
{
    /// <summary>Null when the coordinator refuses or is away: then it is asked another time.</summary>
    public async Task<AccountStanding?> FindAsync(string account, CancellationToken cancellationToken)
    {
        try
        {
            var row = await board.GetStandingAsync(new() { Kind = BoardKind.People, Name = account }, calls.Plain(cancellationToken));
            return new(row.CreditMflop, row.ProvisionalMflop, row.CreditMflop > 0 ? row.Rank : 0);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return new(0, 0, 0); // nothing was accepted of it yet
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
