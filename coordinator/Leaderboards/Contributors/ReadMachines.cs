using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>Reads an account's machines; what that costs grows with how many they are, not with what they have made.</summary>
internal sealed class ReadMachines(LiveBoards boards, Presence presence, SpeedBook speeds, TimeProvider time)
{
    public const int Most = 50;

    private const int Samples = 15;
    private const int LeastSamples = 3;
    private const int MostCounted = 10_000;
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    public static IQueryable<Worker> Of(GridDb db, AccountId account) =>
        db.Workers.AsNoTracking().Where(worker => worker.AccountId == account && worker.Role == WorkerRole.Volunteer); // index account

    /// <summary>At most <see cref="Most"/>, those that joined last first.</summary>
    public async Task<IReadOnlyList<Machine>> RunAsync(GridDb db, AccountId account, CancellationToken cancellationToken)
    {
        var workers = await Of(db, account).OrderByDescending(worker => worker.Id).Take(Most).ToListAsync(cancellationToken);
        var ids = workers.ConvertAll(worker => worker.Id);
        var records = await db.RenderRecords.AsNoTracking().Where(record => ids.Contains(record.WorkerId)).ToDictionaryAsync(record => record.WorkerId, cancellationToken); // primary key
        var leased = await db.Attempts.Where(attempt => attempt.State == AttemptState.Leased && ids.Contains(attempt.WorkerId)).Select(attempt => attempt.WorkerId).ToListAsync(cancellationToken); // index worker, of the leased
        var here = presence.Here(ids);
        var standings = await boards.ReadAsync(all => workers.ConvertAll(worker => all.Roster(BoardKind.Devices).Find(worker.Id.Value) is { } slot ? all.Board(BoardKind.Devices, BoardPeriod.AllTime).Find(slot) : null), cancellationToken);
        var machines = new List<Machine>();
        foreach (var (worker, standing) in workers.Zip(standings))
            machines.Add(new(worker, standing, records.GetValueOrDefault(worker.Id), await PaceAsync(db, worker, cancellationToken), here.Contains(worker.Id) || leased.Contains(worker.Id)));
        return machines;
    }

    /// <summary>With what only their owner is to know.</summary>
    public async Task<IReadOnlyList<OwnMachine>> RunOwnAsync(GridDb db, AccountId account, CancellationToken cancellationToken)
    {
        var machines = await RunAsync(db, account, cancellationToken);
        var (now, today) = (time.GetUtcNow(), time.GetUtcNow().Floor(TallySpan.Day));
        var sums = machines.Count == 0 ? [] : await db.SumsAsync(machines.Select(one => TallySubject.Of(one.Worker.Id)).ToList(), TallySpan.Day, today, today, cancellationToken);
        var own = new List<OwnMachine>();
        foreach (var machine in machines)
        {
            var id = machine.Worker.Id;
            var verdicts = db.Attempts.Where(attempt => attempt.WorkerId == id && attempt.VerdictAt >= now - Lately);
            var accepted = await verdicts.Where(attempt => attempt.Verdict == Verdict.Accepted || attempt.Verdict == Verdict.AcceptedUnaudited).Take(MostCounted).CountAsync(cancellationToken); // index worker, verdict at, of the accepted
            var lost = await verdicts.Where(attempt => attempt.Verdict == Verdict.Rejected || attempt.Verdict == Verdict.Recalled).Take(MostCounted).CountAsync(cancellationToken); // index worker, verdict at, of the lost
            own.Add(new(machine, (int)sums.Where(sum => sum.Subject == TallySubject.Of(id)).Sum(sum => sum.Count), accepted, lost));
        }
        return own;
    }

    private async Task<Pace?> PaceAsync(GridDb db, Worker worker, CancellationToken cancellationToken)
    {
        var (jobs, requests, id) = (db.Jobs, db.Requests, worker.Id);
        var latest = await db.Attempts
            .Where(attempt => attempt.WorkerId == id && (attempt.Verdict == Verdict.Accepted || attempt.Verdict == Verdict.AcceptedUnaudited)) // index worker, verdict at, of the accepted
            .OrderByDescending(attempt => attempt.VerdictAt).Take(Samples)
            .Join(jobs, attempt => attempt.JobId, job => job.Id, (attempt, job) => new { attempt.ClaimedAt, attempt.EndedAt, job.CostMflop, job.RequestId })
            .Join(requests, row => row.RequestId, request => request.Id, (row, request) => new { row.ClaimedAt, row.EndedAt, row.CostMflop, request.Settings.Steps })
            .ToListAsync(cancellationToken);
        var measured = latest.Where(row => row is { ClaimedAt: not null, EndedAt: not null, Steps: > 0 } && row.EndedAt > row.ClaimedAt)
            .Select(row => (Took: row.EndedAt!.Value - row.ClaimedAt!.Value, row.Steps, row.CostMflop)).ToList();
        if (measured.Count < LeastSamples)
            return null;
        var family = worker.DeviceName.Length > 0 ? speeds.FindClass(worker.DeviceClass)?.Median : null;
        var own = Median(measured.Select(one => one.CostMflop / one.Took.TotalSeconds));
        return new(TimeSpan.FromMilliseconds(Median(measured.Select(one => one.Took.TotalMilliseconds / one.Steps))), family > 0 ? (int)Math.Round(100 * own / family.Value) : null);
    }

    private static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
