using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LaionGrid.Coordinator.Tests.Storage;

internal enum Happening
{
    Post,

    /// <summary>The last posting is taken back by a second one.</summary>
    Reverse,

    /// <summary>Posts in a transaction that stays open; its instant is older than much that is committed before it.</summary>
    PostAndWait,
    CommitOldest,
    KillOldest,
    Fold,

    /// <summary>A folder dies after its last statement and before its commit.</summary>
    KillFolder,

    /// <summary>A folder stays open while others post and fold.</summary>
    FoldSlowly,

    /// <summary>What waits for its place in the log is given one.</summary>
    Publish,

    /// <summary>Into one of two teams; in vain while in the other.</summary>
    JoinTeam,
    LeaveTeam,
}

internal sealed record Step(Happening Happening, int Account, int Amount, int Minutes);

/// <summary>Plays what can happen to postings and tallies, and compares both.</summary>
internal sealed class TallyPlay(CoordinatorUnderTest grid, IReadOnlyList<AccountId> accounts, IReadOnlyList<WorkerId>? devices = null, IReadOnlyList<InviteCode>? invites = null) : IAsyncDisposable
{
    private readonly Queue<(GridDb Db, IDbContextTransaction Transaction)> _open = [];
    private readonly FoldTallies _fold = grid.Get<FoldTallies>();
    private readonly GridWriter _writer = grid.Get<GridWriter>();
    private readonly LiveBoards _boards = new(grid.Get<IDbContextFactory<GridDb>>(), grid.Time);
    private (int Account, int Amount)? _last;
    private int _posted;
    private byte _holders;

    public async Task ClearAsync() => await InDbAsync(db => db.Database.ExecuteSqlRawAsync(
        """
        DELETE FROM tallies; DELETE FROM tally_entries; DELETE FROM ledger_balances; DELETE FROM log_waiting; DELETE FROM log_leaves; DELETE FROM log_tiles; UPDATE log_head SET "Size" = 0, "Checkpoint" = ''; DELETE FROM team_memberships; DELETE FROM postings; DELETE FROM ledger_transactions
        """));

    public async Task RunAsync(Step step)
    {
        grid.Time.Advance(TimeSpan.FromMinutes(step.Minutes));
        await (step.Happening switch
        {
            Happening.Post => PostAsync(step),
            Happening.Reverse => ReverseAsync(),
            Happening.PostAndWait => grid.Kind == DatabaseKind.Sqlite ? PostAsync(step) : BeginAsync(step), // it has one writer: none commits late
            Happening.CommitOldest => EndOldestAsync(transaction => transaction.CommitAsync()),
            Happening.KillOldest => EndOldestAsync(transaction => transaction.RollbackAsync()),
            Happening.Fold => _fold.RunAsync(default),
            Happening.JoinTeam => grid.Get<JoinTeam>().RunAsync(accounts[step.Account], invites![step.Amount % invites.Count].Text, default),
            Happening.LeaveTeam => grid.Get<LeaveTeam>().RunAsync(accounts[step.Account], default),
            Happening.Publish => grid.Get<SequenceLog>().RunAsync(default),
            Happening.KillFolder => Assert.ThrowsAsync<OperationCanceledException>(() => _writer.RunAsync(KilledFoldAsync, default)),
            _ => grid.Kind == DatabaseKind.Sqlite ? _fold.RunAsync(default) : FoldSlowlyAsync(step),
        });
    }

    public Task PostAsync(string cause, int account, int amount) => _writer.RunAsync(db => PostAsync(db, cause, account, amount), default);

    /// <summary>For every subject, hour, day and all time. Only committed rows are seen, so this holds with transactions open, too.</summary>
    public async Task CheckAsync()
    {
        var (postings, tallies, entries) = await InDbAsync(async db => (
            await db.Postings.AsNoTracking().ToListAsync(), await db.Set<Tally>().AsNoTracking().ToListAsync(), await db.Set<TallyEntry>().AsNoTracking().ToListAsync()));
        foreach (var span in Enum.GetValues<TallySpan>())
        {
            var parts = tallies.Where(tally => tally.Span == span).Select(tally => (tally.Start, tally.Subject, tally.Amount, tally.Count))
                .Concat(entries.Select(entry => (Start: entry.Hour.Floor(span), entry.Subject, entry.Amount, entry.Count)));
            Assert.Equal(
                Sums(postings.SelectMany(posting => Shares(posting).Select(share => (posting.PostedAt.Floor(span), share.Subject, share.Amount, share.Count)))),
                Sums(parts));
        }
        Assert.Empty(await grid.Get<ProveLedger>().RunAsync(default));
    }

    public async Task CheckBoardsAsync()
    {
        var names = await InDbAsync(db => db.Accounts.ToDictionaryAsync(account => account.Id, account => account.Name));
        var now = grid.Time.GetUtcNow();
        foreach (var since in new DateTimeOffset?[] { null, now.AddDays(-1), now.AddDays(-7), now.AddDays(-30), now.Floor(TallySpan.Day) })
        {
            var from = since?.Floor(TallySpan.Hour) ?? DateTimeOffset.UnixEpoch;
            var postings = await InDbAsync(db => db.Postings.Where(posting => posting.Book != LedgerBook.Network).ToListAsync());
            var expected = postings.GroupBy(posting => posting.AccountId).Select(group =>
                {
                    var (within, pending) = (group.Where(posting => posting.PostedAt >= from).SelectMany(Shares).Where(share => share.Subject == TallySubject.Of(group.Key)).ToList(), group.Where(posting => posting.Book == LedgerBook.Pending));
                    return (Name: names[group.Key], Sum: Math.Max(within.Sum(share => share.Amount), 0), Pictures: within.Sum(share => share.Count), Provisional: pending.Sum(posting => posting.AmountMflop));
                })
                .Where(row => row.Sum > 0 || (row.Pictures > 0 && row.Provisional > 0)).OrderByDescending(row => row.Sum).ThenByDescending(row => row.Provisional).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
            var board = await grid.Get<RankContributors>().RunAsync(since, 0, 100, default);
            Assert.Equal(expected.Select(row => new Standing(1 + expected.Count(other => other.Sum > row.Sum), row.Name, row.Sum, (int)row.Pictures, row.Provisional)), board.Rows);
            Assert.Equal(expected.Count, board.Total);
        }
    }

    /// <summary>The boards in memory, which were begun early and only followed, are what one statement over the tallies says now.</summary>
    public async Task CheckLiveAsync()
    {
        var now = grid.Time.GetUtcNow();
        foreach (var (period, since) in new[] { (BoardPeriod.AllTime, default(DateTimeOffset?)), (BoardPeriod.Day, now.AddDays(-1)), (BoardPeriod.Week, now.AddDays(-7)), (BoardPeriod.Month, now.AddDays(-30)) })
        {
            var expected = await grid.Get<RankContributors>().RunAsync(since, 0, 100, default);
            var rows = await _boards.ReadAsync(all => all.Board(BoardKind.People, period).Page(0, 100), default);
            Assert.Equal(expected.Rows, rows.Select(row => new Standing(row.Rank, row.Entrant.Name, row.CreditMflop, row.Pictures, row.ProvisionalMflop)));
        }
        foreach (var (period, since) in new[] { (BoardPeriod.AllTime, DateTimeOffset.UnixEpoch), (BoardPeriod.Day, now.AddDays(-1)) })
        {
            Assert.Equal(await TeamsOfPostingsAsync(since.Floor(TallySpan.Hour)), await RowsAsync(BoardKind.Teams, period));
            Assert.Equal(await BundlesOfPostingsAsync(since.Floor(TallySpan.Hour)), await RowsAsync(BoardKind.Bundles, period));
        }
        Assert.Equal(await DevicesOfPostingsAsync(), await _boards.ReadAsync(all => all.Board(BoardKind.Devices, BoardPeriod.AllTime).Page(0, 100).Select(row => (row.Entrant.Id, row.CreditMflop, row.ProvisionalMflop)).ToList(), default));
    }

    private Task<List<(string, long, int, long)>> RowsAsync(BoardKind kind, BoardPeriod period) => _boards.ReadAsync(
        all => all.Board(kind, period).Page(0, 100).Select(row => (row.Entrant.Name, row.CreditMflop, row.Pictures, row.ProvisionalMflop)).ToList(), default);

    private async Task<List<(string, long, int, long)>> TeamsOfPostingsAsync(DateTimeOffset since)
    {
        var names = await InDbAsync(db => db.Teams.ToDictionaryAsync(team => team.Id.Value, team => team.Name));
        return (from posting in await InDbAsync(db => db.Postings.Where(posting => posting.PostedAt >= since && posting.TeamId != null).ToListAsync())
                where posting.Book is LedgerBook.Pending or LedgerBook.Escrow or LedgerBook.Contribution
                group posting by posting.TeamId!.Value into team
                let final = team.Where(posting => posting.Book != LedgerBook.Pending).Sum(posting => posting.AmountMflop)
                where final > 0
                orderby final descending, names[team.Key]
                select (names[team.Key], final, team.Sum(posting => posting.Count), 0L)).ToList();
    }

    private async Task<List<(string, long, int, long)>> BundlesOfPostingsAsync(DateTimeOffset since) =>
        (from posting in await InDbAsync(db => db.Postings.Where(posting => posting.PostedAt >= since && posting.WorkId != null).ToListAsync())
         group posting by posting.WorkId into bundle
         select ("paper", bundle.Sum(posting => posting.AmountMflop), bundle.Sum(posting => posting.Count), 0L)).ToList();

    private async Task<List<(Guid, long, long)>> DevicesOfPostingsAsync()
    {
        var names = await InDbAsync(db => db.Workers.ToDictionaryAsync(worker => worker.Id.Value, worker => worker.Name));
        var postings = await InDbAsync(db => db.Postings.ToListAsync());
        return (from posting in postings
                where names.ContainsKey(posting.Holder)
                group posting by posting.Holder into own
                let final = own.Where(posting => posting.Book is LedgerBook.Escrow or LedgerBook.Contribution).Sum(posting => posting.AmountMflop)
                let pending = own.Where(posting => posting.Book == LedgerBook.Pending).Sum(posting => posting.AmountMflop)
                where final > 0 || pending > 0
                orderby final descending, pending descending, names[own.Key]
                select (own.Key, final, pending)).ToList();
    }

    public async ValueTask DisposeAsync()
    {
        _boards.Dispose();
        while (_open.Count > 0)
            await EndOldestAsync(transaction => transaction.RollbackAsync());
    }

    private Task PostAsync(Step step)
    {
        _last = (step.Account, step.Amount);
        return PostAsync(NextCause(), step.Account, step.Amount);
    }

    private Task ReverseAsync()
    {
        if (_last is not { } last)
            return Task.CompletedTask;
        _last = null;
        return PostAsync(NextCause(), last.Account, -last.Amount);
    }

    private async Task BeginAsync(Step step)
    {
        var db = await new Story(grid).DbAsync();
        var transaction = await db.Database.BeginTransactionAsync();
        var holder = new Guid([.. new byte[15], ++_holders]); // a device of its own: what is about one account waits for this transaction
        await grid.Get<Journal>().PostAsync(db, [new(NextCause(), CreditPolicy.Provisional(accounts[step.Account], holder, step.Amount), Paper)], default);
        _open.Enqueue((db, transaction));
    }

    private async Task EndOldestAsync(Func<IDbContextTransaction, Task> end)
    {
        if (!_open.TryDequeue(out var oldest))
            return;
        await end(oldest.Transaction);
        await oldest.Transaction.DisposeAsync();
        await oldest.Db.DisposeAsync();
    }

    private async Task<bool> KilledFoldAsync(GridDb db)
    {
        await _fold.FoldAsync(db, default);
        throw new OperationCanceledException();
    }

    private async Task FoldSlowlyAsync(Step step)
    {
        Task other;
        await using (var db = await new Story(grid).DbAsync())
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await _fold.FoldAsync(db, default);
            await PostAsync(step);
            await CheckAsync();
            other = _fold.RunAsync(default); // waits for the first where both have the same tally
            if (step.Amount % 2 == 0)
                await transaction.CommitAsync();
        }
        await other;
    }

    private string NextCause() => $"play:{_posted++}";

    private async Task<bool> PostAsync(GridDb db, string cause, int account, int amount)
    {
        await grid.Get<Journal>().PostAsync(db, [new(cause, Credit.Final(accounts[account], amount, devices?[account].Value ?? Guid.Empty), Paper)], default);
        return true;
    }

    private async Task<T> InDbAsync<T>(Func<GridDb, Task<T>> work)
    {
        await using var db = await new Story(grid).DbAsync();
        return await work(db);
    }

    private static Guid Paper { get; } = KnownBundle.KeyOf("paper");

    /// <summary>What boards count of a line: what is final for its owner, its device, its team and for all, what is provisional, what its bundle made, and pictures.</summary>
    private static IEnumerable<(TallySubject Subject, long Amount, long Count)> Shares(Posting posting) => posting.Book switch
    {
        LedgerBook.Network => [(TallySubject.Of(AccountId.Network), posting.AmountMflop, posting.Count)],
        LedgerBook.Pending => [.. Sharers(posting).Select(subject => (subject, 0L, (long)posting.Count)), .. Works(posting), (LedgerTallies.Provisional, posting.AmountMflop, 0)],
        LedgerBook.Escrow or LedgerBook.Contribution => [.. Sharers(posting).Select(subject => (subject, posting.AmountMflop, (long)posting.Count)), (LedgerTallies.Final, posting.AmountMflop, 0)],
        _ => [],
    };

    private static IEnumerable<TallySubject> Sharers(Posting posting) =>
        new[] { posting.AccountId.Value, posting.Holder, posting.TeamId ?? Guid.Empty }.Where(id => id != Guid.Empty).Select(id => new TallySubject(id));

    private static IEnumerable<(TallySubject, long, long)> Works(Posting posting) =>
        posting.WorkId is { } work ? [(new TallySubject(work), posting.AmountMflop, posting.Count)] : [];

    /// <summary>Sorted; what sums to nothing need not be there.</summary>
    private static IEnumerable<(DateTimeOffset, TallySubject, long, long)> Sums(IEnumerable<(DateTimeOffset Start, TallySubject Subject, long Amount, long Count)> parts) =>
        from part in parts
        group part by (part.Start, part.Subject) into sum
        let both = (Amount: sum.Sum(part => part.Amount), Count: sum.Sum(part => part.Count))
        where both != (0, 0)
        orderby sum.Key.Start, sum.Key.Subject.Value
        select (sum.Key.Start, sum.Key.Subject, both.Amount, both.Count);
}
