using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Rewards;

/// <summary>Posts what answers have earned when it is due: a day after they were given, or when three others have answered the same. An answer's id is its posting's cause, so it is paid once.</summary>
internal sealed class VestLoop(GridWriter writer, Journal journal, TimeProvider time, ILogger<VestLoop> logger) : Loop(time, logger)
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly TimeProvider _time = time;

    /// <summary>The ledger's cause for an answer's reward.</summary>
    public static string CauseOf(AnswerId answer) => $"answer:{answer}";

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Interval, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        while (await writer.RunAsync(db => SettleSomeAsync(db, cancellationToken), cancellationToken) == AtOnce)
        {
            // Each step is a short transaction, so that others write between.
        }
    }

    private async Task<int> SettleSomeAsync(GridDb db, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var due = await db.Answers.AsNoTracking().Where(answer => answer.VestsAt <= now && answer.SettledAt == null && answer.RaterAccountId != null) // index vests at
            .OrderBy(answer => answer.VestsAt).Take(AtOnce).Select(answer => new { answer.Id, Account = answer.RaterAccountId!.Value, answer.TaskKind, answer.RewardMflop }).ToListAsync(cancellationToken);
        var entries = new List<Entry>();
        foreach (var rater in due.GroupBy(answer => (answer.Account, answer.TaskKind)))
        {
            var reliability = await ReliabilityAsync(db, rater.Key.Account, rater.Key.TaskKind, now - Remembered, cancellationToken);
            foreach (var answer in rater)
            {
                var pay = RewardPolicy.Pay(answer.RewardMflop, reliability);
                // Another coordinator may settle it at this moment: whoever changes the row posts.
                var isMine = await db.Answers.Where(one => one.Id == answer.Id && one.SettledAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.SettledAt, now).SetProperty(one => one.PaidMflop, pay), cancellationToken) > 0; // primary key
                if (isMine && pay > 0)
                    entries.Add(new(CauseOf(answer.Id), CreditPolicy.Reward(answer.Account, pay)));
            }
        }
        await journal.PostAsync(db, entries, cancellationToken);
        return due.Count;
    }

    private static async Task<double> ReliabilityAsync(GridDb db, AccountId account, TaskKind kind, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var gold = await db.Answers.Where(answer => answer.RaterAccountId == account && answer.AnsweredAt > since && answer.TaskKind == kind && answer.GoldPassed != null) // index rater account, answered at
            .GroupBy(answer => answer.GoldPassed).Select(group => new { Passed = group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        return RewardPolicy.Reliability(gold.Where(one => one.Passed == true).Sum(one => one.Count), gold.Where(one => one.Passed == false).Sum(one => one.Count));
    }
}
