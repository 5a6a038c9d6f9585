using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Profiles;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>Puts a contributor's page together from boards, tallies, machines and the profile. What it costs grows with the machines, not with the pictures.</summary>
internal sealed class ViewContributor(LiveBoards boards, ReadMachines machines, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    /// <summary>So that a heat map of whole weeks has a year in it whatever day it is.</summary>
    private const int Days = 371;

    private const int ShiftDays = 30;

    private static readonly AccountId[] Nobodies = [AccountId.Network, AccountId.Anonymous, AccountId.Operator];

    /// <returns>Null when there is nobody of this name who has contributed, has a machine, or has written a profile.</returns>
    public async Task<ContributorView?> RunAsync(string name, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(name);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(one => one.NameKey == key, cancellationToken) is not { } account || Nobodies.Contains(account.Id)) // unique index
            return null;
        var profile = await db.Profiles.AsNoTracking().SingleOrDefaultAsync(one => one.AccountId == account.Id, cancellationToken); // primary key
        if (profile is { IsPrivate: true })
            return new(account.Name, null);
        var standings = await StandingsAsync(account.Id, cancellationToken);
        var count = await ReadMachines.Of(db, account.Id).CountAsync(cancellationToken);
        if (profile is null && standings.All is null && count == 0)
            return null;
        return new(account.Name, await PageAsync(db, account, profile ?? Profile.Empty(account.Id), standings, count, cancellationToken));
    }

    private async Task<ContributorPage> PageAsync(GridDb db, Account account, Profile profile, Standings standings, int machineCount, CancellationToken cancellationToken)
    {
        var record = await RecordAsync(db, account.Id, cancellationToken);
        var (today, subject) = (time.GetUtcNow().Floor(TallySpan.Day), TallySubject.Of(account.Id));
        var days = await db.SumsAsync([subject], TallySpan.Day, today.AddDays(1 - Days), today, cancellationToken);
        return new()
        {
            JoinedAt = account.CreatedAt,
            Standing = standings.All,
            People = standings.People,
            Month = standings.Month,
            MonthPeople = standings.MonthPeople,
            Rendered = record.Pictures,
            RenderMs = record.RenderMs,
            Days = days.OrderBy(day => day.At).ToList(),
            Machines = await machines.RunAsync(db, account.Id, cancellationToken),
            MachineCount = machineCount,
            Team = (await db.FindTeamOfAsync(account.Id, cancellationToken))?.Name ?? "",
            Country = profile.Country,
            About = profile.About,
            Badges = BadgePolicy.Of(await DeedsAsync(db, account.Id, standings, record, cancellationToken), time.GetUtcNow()),
        };
    }

    private Task<Standings> StandingsAsync(AccountId account, CancellationToken cancellationToken) => boards.ReadAsync(all =>
    {
        var (always, month) = (all.Board(BoardKind.People, BoardPeriod.AllTime), all.Board(BoardKind.People, BoardPeriod.Month));
        var slot = all.Roster(BoardKind.People).Find(account.Value);
        return new Standings(slot is { } one ? always.Find(one) : null, always.Count, slot is { } same ? month.Find(same) : null, month.Count);
    }, cancellationToken);

    /// <summary>Of all its machines together.</summary>
    private static async Task<Rendering> RecordAsync(GridDb db, AccountId account, CancellationToken cancellationToken)
    {
        var records = await ReadMachines.Of(db, account).Join(db.RenderRecords, worker => worker.Id, record => record.WorkerId, (worker, record) => record).ToListAsync(cancellationToken); // primary key
        return new(records.Sum(one => one.Pictures), records.Sum(one => one.RenderMs), records.Min(one => (DateTimeOffset?)one.FirstAt), records.Max(one => (DateTimeOffset?)one.LastAt));
    }

    private async Task<Deeds> DeedsAsync(GridDb db, AccountId account, Standings standings, Rendering record, CancellationToken cancellationToken)
    {
        var hour = time.GetUtcNow().Floor(TallySpan.Hour);
        var hours = await db.SumsAsync([TallySubject.Of(account)], TallySpan.Hour, hour.AddDays(-ShiftDays), hour, cancellationToken);
        var isAudited = await db.Attempts.AnyAsync(attempt => attempt.AccountId == account && attempt.Verdict == Verdict.Accepted, cancellationToken); // index account, verdict
        var rank = standings.Month is { CreditMflop: > 0 } month ? month.Rank : 0;
        return new(standings.All?.Pictures ?? 0, rank, standings.MonthPeople, isAudited, hours.Where(one => one.Count > 0).Select(one => one.At).ToList(), record.FirstAt, record.LastAt);
    }

    private sealed record Standings(BoardStanding? All, int People, BoardStanding? Month, int MonthPeople);

    private sealed record Rendering(long Pictures, long RenderMs, DateTimeOffset? FirstAt, DateTimeOffset? LastAt);
}
