using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Trusting;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>Attempts of a few workers whose pictures are here, in an unstarted coordinator's database, to be settled without a referee.</summary>
internal sealed class VerdictScene
{
    public const string Bundle = "pocket";

    private readonly List<AttemptId> _attempts = [];
    private readonly CoordinatorUnderTest _grid;
    private readonly CallingWorker[] _workers;
    private readonly JobId _job;
    private long _fence;

    private VerdictScene(CoordinatorUnderTest grid, CallingWorker[] workers, JobId job) => (_grid, _workers, _job) = (grid, workers, job);

    /// <param name="story">Of all scenes on this coordinator.</param>
    public static async Task<VerdictScene> CreateAsync(CoordinatorUnderTest grid, Story story, string name, int workers)
    {
        var enrolled = new CallingWorker[workers];
        for (var index = 0; index < workers; index++)
            enrolled[index] = await story.EnrollAsync($"{name}-{index}");
        return new(grid, enrolled, (await story.JobAsync(await story.AskAsync(requester: name))).Id);
    }

    /// <summary>Attempts that a referee is asked about, their ids in the order given.</summary>
    public async Task<IReadOnlyList<AttemptId>> AuditedAsync(IReadOnlyList<(int Worker, int Runtime, long Mflop)> works)
    {
        var attempts = works.Select(_ => Ids.New<AttemptId>(_grid.Time)).OrderBy(id => id.Value)
            .Zip(works, (id, work) => AttemptOf(id, work.Worker, Verdict.Pending, AuditState.Leased, 0)).ToList();
        var audits = attempts.Zip(works, AuditOf).ToList();
        await WriteAsync(async db =>
        {
            await db.InsertAsync(attempts, default);
            await db.InsertAsync(audits, default);
            await TrustBook.AskedAsync(db, audits, default);
            return attempts;
        });
        return [.. attempts.Select(attempt => attempt.Id)];
    }

    /// <summary>An attempt that was accepted on its worker's standing.</summary>
    public Task UnauditedAsync(int worker, long mflop) => WriteAsync(async db =>
    {
        var attempt = AttemptOf(Ids.New<AttemptId>(_grid.Time), worker, Verdict.AcceptedUnaudited, null, mflop);
        await db.InsertAsync([attempt], default);
        await _grid.Get<Credits>().AcceptedAsync(db, [new(attempt.Id, attempt.WorkerId, attempt.AccountId, Bundle, mflop)], default);
        return attempt;
    });

    public Task<IReadOnlySet<AttemptId>> AcceptAsync(IReadOnlyList<AttemptId> ids) =>
        WriteAsync(async db => await _grid.Get<AcceptAttempts>().RunAsync(db, await ReadAsync(db, ids), AuditState.Leased, default));

    public async Task<Fault> RejectAsync(AttemptId id, Fault fault) => Assert.IsType<Judgement.Rejected>(await WriteAsync(async db =>
        await _grid.Get<SettleVerdict>().RejectAsync(db, (await ReadAsync(db, [id]))[0], AuditState.Leased, fault, AuditOutcome.ChecksDiffer, JudgeChecks.DifferCode, default))).Fault;

    public Task<OwnerBalances> BalancesAsync(int worker) => WriteAsync(db => db.ReadBalancesAsync(_workers[worker].AccountId, default));

    /// <summary>All that was decided and posted, a line each, with numbers for ids: two scenes that went the same way have the same.</summary>
    public Task<IReadOnlyList<string>> ReadAllAsync() => WriteAsync<IReadOnlyList<string>>(async db =>
    {
        var (workers, owners) = (_workers.Select(worker => worker.WorkerId).ToList(), _workers.Select(worker => worker.AccountId).ToList());
        var attempts = await db.Attempts.AsNoTracking().Where(attempt => attempt.JobId == _job).ToDictionaryAsync(attempt => attempt.Id);
        var audits = await db.Audits.AsNoTracking().Where(audit => workers.Contains(audit.WorkerId)).ToDictionaryAsync(audit => audit.AttemptId);
        var trusts = await db.Trusts.AsNoTracking().Where(trust => workers.Contains(trust.WorkerId)).ToListAsync();
        var transactions = db.LedgerTransactions;
        var entries = await db.Postings.AsNoTracking().Where(posting => owners.Contains(posting.AccountId))
            .Join(transactions, posting => posting.TransactionId, transaction => transaction.Id, (posting, transaction) => new { Posting = posting, transaction.Cause }).ToListAsync();
        return
        [
            .. _attempts.Select((id, number) => $"attempt {number}: {LineOf(attempts[id])}, {LineOf(audits.GetValueOrDefault(id))}"),
            .. trusts.Select(trust => $"trust {workers.IndexOf(trust.WorkerId)} {trust.Runtime}: {trust.Passed:F6} {trust.PassedAt} {trust.Asked} {trust.Faults}").Order(StringComparer.Ordinal),
            .. entries.Select(entry => $"{NameOf(entry.Cause)}: {owners.IndexOf(entry.Posting.AccountId)} {LineOf(entry.Posting)}").Order(StringComparer.Ordinal),
        ];
    });

    private static string LineOf(Attempt attempt) => $"{attempt.Verdict} {attempt.Audit} {attempt.VerdictAt} {attempt.CreditMflop} {attempt.IsSettled}";

    private static string LineOf(Audit? audit) => $"{audit?.Outcome} {audit?.EndedAt}";

    private static string LineOf(Posting posting) => $"{posting.Book} {posting.AmountMflop} {posting.Count} {posting.PostedAt}";

    /// <summary>Such as "audit 3" for "audit:" and the id of the fourth attempt.</summary>
    private string NameOf(string cause) => $"{cause.Split(':')[0]} {_attempts.FindIndex(id => cause.EndsWith($":{id}", StringComparison.Ordinal))}";

    private Attempt AttemptOf(AttemptId id, int worker, Verdict verdict, AuditState? audit, long mflop)
    {
        _attempts.Add(id);
        var now = _grid.Time.GetUtcNow();
        return new()
        {
            Id = id,
            JobId = _job,
            Purpose = AttemptPurpose.Render,
            WorkerId = _workers[worker].WorkerId,
            AccountId = _workers[worker].AccountId,
            Fence = ++_fence,
            State = AttemptState.Rendered,
            LeaseUntil = now,
            StartedAt = now,
            EndedAt = now,
            Audit = audit,
            Verdict = verdict,
            VerdictAt = audit is null ? now : null,
            CreditMflop = mflop,
        };
    }

    private static Audit AuditOf(Attempt attempt, (int Worker, int Runtime, long Mflop) work) => new()
    {
        AttemptId = attempt.Id,
        WorkerId = attempt.WorkerId,
        AccountId = attempt.AccountId,
        BundleId = Bundle,
        Runtime = $"{work.Runtime}.0 cpu",
        Class = "",
        Reason = AuditReason.Lottery,
        Rate = 1,
        Checks = 1,
        Decodes = false,
        CreditMflop = work.Mflop,
        DrawnAt = attempt.StartedAt,
        Outcome = AuditOutcome.Open,
    };

    private static async Task<IReadOnlyList<AuditedAttempt>> ReadAsync(GridDb db, IReadOnlyList<AttemptId> ids)
    {
        var read = new List<AuditedAttempt>();
        foreach (var id in ids)
            read.Add(await AuditedAttempt.FindAsync(db, id, default) ?? throw new InvalidOperationException($"No attempt {id}."));
        return read;
    }

    private Task<T> WriteAsync<T>(Func<GridDb, Task<T>> work) => _grid.Get<GridWriter>().RunAsync(work, default);
}
