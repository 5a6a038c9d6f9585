using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Results;

/// <summary>A finished picture as its attempt keeps it.</summary>
internal sealed record Picture(string Sha256, long Bytes, Fingerprint Fingerprint, string EngineVersion, byte[] Commitment, PictureScores Scores)
{
    /// <summary>See <see cref="PictureEmbedding.Vector"/>; empty for none.</summary>
    public byte[] Embedding { get; init; } = [];
}

/// <summary>
/// Writes a batch of finished attempts. Of several attempts at one job the first to finish makes its picture; one that comes later is
/// kept and judged for its worker's sake, and changes the job no more.
/// </summary>
internal sealed class FinishAttempts(GridWriter writer, LeaseBook book, WaitingRoom room, QueueSignal signal, ILottery lottery, LiveProgress live, SpeedBook speeds, ServicePace pace, EtaCalibration calibration, BundleCatalogue bundles, IOptions<CheckOptions> checks, IOptions<LeaseOptions> options, TimeProvider time)
{
    /// <returns>For each its verdict so far; null when its lease was over.</returns>
    public async Task<IReadOnlyList<Verdict?>> RunAsync(IReadOnlyList<(HeldLease Lease, Picture Picture)> finished, CancellationToken cancellationToken)
    {
        var (written, made, overtaken) = await writer.RunAsync(db => WriteAsync(db, finished, cancellationToken), cancellationToken);
        foreach (var (lease, _) in finished)
            Tell(lease, written.ContainsKey(lease.Terms.Id));
        foreach (var job in made)
            Note(job);
        foreach (var attempt in overtaken)
            signal.AttemptEnded(attempt);
        signal.Work.Set();
        return finished.Select(one => written.TryGetValue(one.Lease.Terms.Id, out var verdict) ? verdict : (Verdict?)null).ToList();
    }

    private async Task<(Dictionary<AttemptId, Verdict> Written, IReadOnlyList<Made> Made, IReadOnlyList<AttemptId> Overtaken)> WriteAsync(
        GridDb db, IReadOnlyList<(HeldLease Lease, Picture Picture)> finished, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var renders = finished.DistinctBy(one => one.Lease.Terms.Id).Select(one => new FinishedRender(one.Lease.Terms, one.Picture.Commitment, one.Picture.Fingerprint, one.Picture.EngineVersion, now - (one.Lease.ClaimedAt ?? now))).ToList();
        var draws = await lottery.DrawAsync(db, renders, cancellationToken);
        var ids = await WriteAttemptsAsync(db, finished, draws, now, cancellationToken);
        var done = renders.FindAll(render => ids.Contains(render.Lease.Id));
        var written = done.ToDictionary(render => render.Lease.Id, render => draws[render.Lease.Id].IsAudited ? Verdict.Pending : Verdict.AcceptedUnaudited);
        if (done.Count == 0)
            return (written, [], []);
        await db.InsertAsync<PictureEmbedding>([.. finished.DistinctBy(one => one.Lease.Terms.Id).Where(one => one.Picture.Embedding.Length > 0 && ids.Contains(one.Lease.Terms.Id))
            .Select(one => new PictureEmbedding { AttemptId = one.Lease.Terms.Id, Vector = one.Picture.Embedding })], cancellationToken);
        await db.AppendAsync(done.Select(_ => new Addition(TallySubject.Rendered, now, 0, 1)), cancellationToken);
        await db.AddToRecordsAsync(done.Select(render => (render.Lease.WorkerId, render.Took)), now, cancellationToken);
        var made = await MoveJobsAsync(db, done, draws, finished.ToLookup(one => one.Lease.Terms.Id, one => one.Picture.Scores), cancellationToken);
        await lottery.SettleAsync(db, done, draws, cancellationToken);
        var contested = made.Where(job => job.Fence > 1).ToList(); // leased more than once: another attempt may live
        return (written, made, contested.Count == 0 ? [] : await OvertakeAsync(db, contested, cancellationToken));
    }

    private async Task<HashSet<AttemptId>> WriteAttemptsAsync(
        GridDb db, IReadOnlyList<(HeldLease Lease, Picture Picture)> finished, IReadOnlyDictionary<AttemptId, Draw> draws, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = finished.Select(one => new object?[]
        {
            one.Lease.Terms.Id.Value, one.Picture.Sha256, one.Picture.Bytes, one.Picture.EngineVersion, one.Picture.Commitment,
            one.Picture.Scores.TextFit, one.Picture.Scores.Aesthetic, one.Picture.Scores.Nsfw, one.Picture.Scores.IsUnsafe, one.Picture.Scores.Watermark, draws[one.Lease.Terms.Id].IsAudited, draws[one.Lease.Terms.Id].CreditMflop,
        }).ToList();
        return (await db.QueryRowsAsync(
            $"""
            WITH finished(attempt, sha256, bytes, version, commitment, fit, aesthetic, nsfw, unsafe, watermark, drawn, credit) AS (VALUES {"{rows}"})
            UPDATE attempts SET "State" = 'Rendered', "EndedAt" = @a0, "FailureCode" = '', "PictureSha256" = finished.sha256, "PictureBytes" = finished.bytes, "EngineVersion" = finished.version, "Commitment" = finished.commitment,
                "Audit" = CASE WHEN finished.drawn THEN 'Revealing' END, "Verdict" = CASE WHEN finished.drawn THEN 'Pending' ELSE 'AcceptedUnaudited' END, "VerdictAt" = CASE WHEN NOT finished.drawn THEN @a0 END, "CreditMflop" = CASE WHEN finished.drawn THEN 0 ELSE finished.credit END,
                "TextFit" = CAST(finished.fit AS double precision), "Aesthetic" = CAST(finished.aesthetic AS double precision), "Nsfw" = CAST(finished.nsfw AS double precision), "IsUnsafe" = CAST(finished.unsafe AS boolean), "Watermark" = CAST(finished.watermark AS double precision)
            FROM finished WHERE "Id" = finished.attempt AND "Purpose" = 'Render' AND ("State" = 'Leased' OR ("State" = 'Stopped' AND "FailureCode" = '{LeaseOptions.Overtaken}' AND "EndedAt" >= @a1)) RETURNING "Id"
            """,
            rows, [now.ToMicroseconds(), (now - options.Value.Lasts).ToMicroseconds()], row => row.ReadId<AttemptId>(0), cancellationToken)).ToHashSet();
    }

    /// <returns>The jobs that have their picture now.</returns>
    private async Task<IReadOnlyList<Made>> MoveJobsAsync(
        GridDb db, List<FinishedRender> renders, IReadOnlyDictionary<AttemptId, Draw> draws, ILookup<AttemptId, PictureScores> scores, CancellationToken cancellationToken) => await db.QueryRowsAsync(
        """
        WITH rendered(job, attempt, drawn, checked) AS (VALUES {rows})
        UPDATE jobs SET "State" = CASE WHEN rendered.drawn THEN 'Rendered' ELSE 'Done' END, "AttemptId" = rendered.attempt,
            "Check" = CASE WHEN "Check" IN ('Withheld', 'TakenDown') THEN "Check" ELSE rendered.checked END,
            "IsCheckDecided" = ("IsCheckDecided" AND "Check" IN ('Withheld', 'TakenDown')) FROM rendered WHERE "Id" = rendered.job AND "State" = 'Leased'
        RETURNING "Id", "Fence", "Lane", "PromisedFrom", "PromisedTo"
        """,
        renders.ConvertAll(render => new object?[] { render.Lease.JobId.Value, render.Lease.Id.Value, draws[render.Lease.Id].IsAudited, CheckOf(render.Lease.Settings.BundleId, scores[render.Lease.Id].First()).ToString() }), [],
        row => new Made(row.ReadId<JobId>(0), row.GetInt64(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt64(3), row.IsDBNull(4) ? null : row.GetInt64(4)), cancellationToken);

    private PictureCheck CheckOf(string bundle, PictureScores scores) => CheckPolicy.Of(scores, bundles.Find(bundle)?.JudgesSafety ?? false, checks.Value);

    /// <summary>Ends the live attempts at these jobs.</summary>
    private async Task<IReadOnlyList<AttemptId>> OvertakeAsync(GridDb db, List<Made> jobs, CancellationToken cancellationToken) => await db.QueryRowsAsync(
        $"""
        UPDATE attempts SET "State" = 'Stopped', "EndedAt" = @a0, "FailureCode" = '{LeaseOptions.Overtaken}'
        WHERE "JobId" IN (VALUES {"{rows}"}) AND "State" = 'Leased' AND "Purpose" = 'Render' RETURNING "Id"
        """,
        jobs.ConvertAll(job => new object?[] { job.Id.Value }), [time.GetUtcNow().ToMicroseconds()], row => row.ReadId<AttemptId>(0), cancellationToken);

    private void Note(Made job)
    {
        pace.Rendered(job.Lane);
        if (job is { PromisedFrom: { } from, PromisedTo: { } to })
            calibration.Add(EtaCalibration.Judge(from, to, time.GetUtcNow().ToMicroseconds()));
    }

    private void Tell(HeldLease held, bool isWritten)
    {
        var lease = held.Terms;
        if (isWritten && held.ClaimedAt is { } claimed && lease.DeviceClass.Length > 0)
            speeds.Add(lease.DeviceClass, lease.Settings.BundleId, lease.CostMflop, time.GetUtcNow() - claimed);
        book.Remove(lease.Id);
        room.Release(lease);
        live.Forget(lease.JobId);
        signal.Moved(lease.RequestId);
    }

    /// <summary>A job that has its picture, and when that was promised, in microseconds.</summary>
    private sealed record Made(JobId Id, long Fence, string Lane, long? PromisedFrom, long? PromisedTo);
}
