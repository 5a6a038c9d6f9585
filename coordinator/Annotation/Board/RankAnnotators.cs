using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Profiles;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Board;

/// <summary>A row of the annotators' board.</summary>
/// <param name="Answers">Given in the period; gold and repeats are work like any other.</param>
internal sealed record AnnotatorStanding(int Rank, string Name, int Answers, int Kinds);

/// <summary>Ranks people with an account by the answers they gave since an instant. It has nothing to do with contribution, and stands on no other board; who keeps their page private is left out.</summary>
internal sealed class RankAnnotators(IDbContextFactory<GridDb> databases)
{
    /// <param name="since">The epoch for all time.</param>
    public async Task<(IReadOnlyList<AnnotatorStanding> Rows, int Answers)> RunAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var profiles = db.Profiles;
        var accounts = db.Accounts.Where(account => !profiles.Any(profile => profile.AccountId == account.Id && profile.IsPrivate));
        var all = await db.Answers.CountAsync(answer => answer.AnsweredAt >= since, cancellationToken); // index answered at
        var rows = await db.Answers.Where(answer => answer.AnsweredAt >= since && answer.RaterAccountId != null) // index answered at
            .GroupBy(answer => answer.RaterAccountId).Select(rater => new { Account = rater.Key!.Value, Answers = rater.Count(), Kinds = rater.Select(answer => answer.TaskKind).Distinct().Count() })
            .Join(accounts, rater => rater.Account, account => account.Id, (rater, account) => new { rater.Answers, rater.Kinds, account.Name })
            .OrderByDescending(row => row.Answers).ThenBy(row => row.Name).Take(limit).ToListAsync(cancellationToken);
        var ranks = rows.Select(row => 1 + rows.Count(other => other.Answers > row.Answers)).ToList();
        return ([.. rows.Select((row, index) => new AnnotatorStanding(ranks[index], row.Name, row.Answers, row.Kinds))], all);
    }
}
