using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Board;

/// <param name="PendingMflop">Promised, and not due yet.</param>
/// <param name="PaidMflop">Posted as priority so far.</param>
/// <param name="PriorityMflop">What the account has to spend, wherever it comes from.</param>
internal sealed record OwnAnnotation(AnnotatorTotals Totals, long PendingMflop, long PaidMflop, long PriorityMflop);

/// <summary>What somebody has judged, and what came of it.</summary>
internal sealed class ViewOwnAnnotation(IDbContextFactory<GridDb> databases)
{
    private static readonly long DayUs = TimeSpan.FromDays(1).Ticks / TimeSpan.TicksPerMicrosecond;

    public async Task<OwnAnnotation> RunAsync(AccountId account, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var own = db.Answers.Where(answer => answer.RaterAccountId == account); // index rater account, answered at
        var kinds = await own.GroupBy(answer => answer.TaskKind).Select(kind => new { kind.Key, Count = kind.Count() }).ToDictionaryAsync(kind => kind.Key, kind => kind.Count, cancellationToken);
        var gold = await own.Where(answer => answer.GoldPassed != null).GroupBy(answer => answer.GoldPassed).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        var days = await db.QueryRowsAsync($"""SELECT COUNT(DISTINCT "AnsweredAt" / {DayUs}) FROM answers WHERE "RaterAccountId" = @a0""", [], [account.Value], row => (int)row.GetInt64(0), cancellationToken);
        var pending = await own.Where(answer => answer.VestsAt != null && answer.SettledAt == null).SumAsync(answer => answer.RewardMflop, cancellationToken);
        var paid = await own.SumAsync(answer => answer.PaidMflop, cancellationToken);
        var totals = new AnnotatorTotals { Answers = kinds, GoldPassed = gold.Where(one => one.Key == true).Sum(one => one.Count), GoldFailed = gold.Where(one => one.Key == false).Sum(one => one.Count), Days = days[0] };
        return new(totals, pending, paid, await db.ReadBalanceAsync(CreditPolicy.Priority(account), cancellationToken));
    }
}
