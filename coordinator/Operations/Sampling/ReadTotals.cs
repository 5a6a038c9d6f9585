using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>What the grid did in all.</summary>
internal readonly record struct GridTotals(long PicturesToday, long Pictures, long VerifiedMflop, long ProvisionalMflop);

/// <summary>Reads the totals from their tallies: a few rows, however long the history.</summary>
internal sealed class ReadTotals(IDbContextFactory<GridDb> databases)
{
    public async Task<GridTotals> RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var today = await db.SumAsync(TallySubject.Rendered, TallySpan.Day, now, cancellationToken);
        var ever = await db.SumAsync(TallySubject.Rendered, TallySpan.Always, now, cancellationToken);
        var final = await db.SumAsync(LedgerTallies.Final, TallySpan.Always, now, cancellationToken);
        var provisional = await db.SumAsync(LedgerTallies.Provisional, TallySpan.Always, now, cancellationToken);
        return new(today.Count, ever.Count, final.Amount, provisional.Amount);
    }
}
