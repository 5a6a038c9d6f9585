using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>What referees' scores changed, to be told once it is kept.</summary>
/// <param name="Tightened">Pictures that fewer people see now, with their requests.</param>
/// <param name="Liars">Attempts whose workers scored them otherwise.</param>
internal sealed record HeardScores(IReadOnlyList<(JobId Picture, RequestId Request)> Tightened, IReadOnlyList<AuditedAttempt> Liars);

/// <summary>
/// What referees make of pictures that they decoded themselves, in the transaction of their answers. A picture that they find less safe than its worker said is hidden at once, unless a
/// moderator has decided; nothing is shown by their word. A worker whose scores are not theirs is audited until enough has passed, so that whatever it says meets a referee's word.
/// It loses nothing: the pixels are as they should be, and one referee whose networks are broken would otherwise ruin every worker.
/// </summary>
internal sealed partial class HearScores(DriftBook drifts, QueueSignal signal, IOptions<CheckOptions> checks, ILogger<HearScores> logger)
{
    /// <summary>Whether what a volunteer saw is to be looked at by a referee: its own word hides nothing, and accuses nobody.</summary>
    public bool AreToBeRepeated(ComparedAnswer volunteers) =>
        volunteers.HasSeenThePicture && (ScorePolicy.Differs(volunteers.Attempt.Scores, volunteers.Scores) || IsLessSafe(volunteers));

    /// <param name="answers">That count.</param>
    public async Task<HeardScores> RunAsync(GridDb db, IReadOnlyList<ComparedAnswer> answers, CancellationToken cancellationToken)
    {
        var heard = answers.Where(answer => !answer.IsVolunteers && answer.HasSeenThePicture).ToList();
        var liars = heard.FindAll(answer => ScorePolicy.Differs(answer.Attempt.Scores, answer.Scores)).ConvertAll(answer => answer.Attempt);
        var tightened = await TightenAsync(db, heard, cancellationToken); // jobs before trusts, as wherever both are written
        await drifts.WatchAsync(db, liars, cancellationToken);
        return new(tightened, liars);
    }

    public void Tell(HeardScores heard)
    {
        foreach (var attempt in heard.Liars)
            LogDiffers(attempt.Id, attempt.WorkerId, attempt.BundleId);
        foreach (var (_, request) in heard.Tightened)
            signal.Moved(request);
        if (heard.Tightened.Count > 0)
            signal.Departed.Add(heard.Tightened.Select(one => one.Picture));
    }

    private bool IsLessSafe(ComparedAnswer answer) =>
        CheckPolicy.OfReferee(answer.Scores, checks.Value) is { } check && CheckPolicy.IsStricter(check, CheckPolicy.Of(answer.Attempt.Scores, isScored: true, checks.Value));

    private async Task<IReadOnlyList<(JobId, RequestId)>> TightenAsync(GridDb db, List<ComparedAnswer> heard, CancellationToken cancellationToken)
    {
        var rows = (from answer in heard
                    let check = CheckPolicy.OfReferee(answer.Scores, checks.Value)
                    where check is PictureCheck.Unchecked or PictureCheck.Unsafe
                    select new object?[] { answer.Attempt.JobId.Value, answer.Attempt.Id.Value, check.ToString() }).ToList();
        return rows.Count == 0 ? [] : await db.QueryRowsAsync(
            """
            WITH heard(job, attempt, stricter) AS (VALUES {rows})
            UPDATE jobs SET "Check" = heard.stricter FROM heard
            WHERE "Id" = heard.job AND "AttemptId" = heard.attempt AND "State" IN ('Rendered', 'Done') AND NOT "IsCheckDecided"
                AND ("Check" = 'Safe' OR ("Check" = 'Unchecked' AND heard.stricter = 'Unsafe'))
            RETURNING "Id", "RequestId"
            """, // primary key
            rows, [], row => (row.ReadId<JobId>(0), row.ReadId<RequestId>(1)), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A referee scores the picture of attempt {Attempt} otherwise than worker {Worker} did: the worker's work with {Bundle} is audited until enough has passed. If many workers are told so at once, look at the referee.")]
    private partial void LogDiffers(AttemptId attempt, WorkerId worker, string bundle);
}
