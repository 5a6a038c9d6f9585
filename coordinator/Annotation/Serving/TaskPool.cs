using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>
/// Keeps the pool in memory and reads it anew when it is some seconds old and somebody asks. It holds the newest pictures, and a part of the older ones that moves on at each reading, so its
/// cost is bounded however many pictures there are. Safe to call from any thread.
/// </summary>
internal sealed class TaskPool(IDbContextFactory<GridDb> databases, IOptions<AnnotationOptions> options, TimeProvider time) : IDisposable
{
    private const int Newest = 600;
    private const int Older = 600;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Pool _pool = Pool.Empty;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateTimeOffset _olderThan = DateTimeOffset.MaxValue;

    public async Task<Pool> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() - _readAt is var age && age >= TimeSpan.Zero && age < Lasts)
                return _pool;
            _pool = await LookAsync(cancellationToken);
            _readAt = time.GetUtcNow();
            return _pool;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Pool> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var newest = await Pictures(db).OrderByDescending(row => row.At).Take(Newest).ToListAsync(cancellationToken); // index shown
        var isMore = newest.Count == Newest;
        var from = isMore && newest[^1].At < _olderThan ? newest[^1].At : _olderThan;
        var older = isMore ? await Pictures(db).Where(row => row.At < from).OrderByDescending(row => row.At).Take(Older).ToListAsync(cancellationToken) : []; // index shown
        _olderThan = older.Count == Older ? older[^1].At : DateTimeOffset.MaxValue; // and begins anew behind the newest
        var calibration = options.Value.CalibrationJobs.ToArray();
        var fixedOnes = calibration.Length == 0 ? [] : await Pictures(db).Where(row => calibration.Contains(row.Id)).ToListAsync(cancellationToken); // primary key
        var pictures = newest.Concat(older).Concat(fixedOnes).Select(row => row.Picture).DistinctBy(picture => picture.Id).ToList();
        return await WithAnswersAsync(db, pictures, cancellationToken);
    }

    /// <summary>Public ones whose check passed.</summary>
    public static IQueryable<PoolRow> Pictures(GridDb db)
    {
        var requests = db.Requests;
        return
            from job in db.Jobs.AsNoTracking().Where(one => (one.State == JobState.Rendered || one.State == JobState.Done) && one.Visibility == Visibility.Public && one.Check == PictureCheck.Safe)
            join request in requests on job.RequestId equals request.Id
            select new PoolRow { Id = job.Id, Picture = new PoolPicture(job.Id, request.AccountId, job.Requester, request.Settings.Prompt), At = job.QueuedAt };
    }

    private static async Task<Pool> WithAnswersAsync(GridDb db, List<PoolPicture> pictures, CancellationToken cancellationToken)
    {
        var ids = pictures.ConvertAll(picture => picture.Id);
        var answers = await db.Answers.AsNoTracking().Where(answer => ids.Contains(answer.JobId) && !answer.IsGold && !answer.IsAuthor && answer.RepeatOf == null) // index job, task kind
            .Select(answer => new CountedAnswer(answer.Id, answer.TaskKind, answer.TaskVersion, answer.JobId, answer.OtherJobId, answer.RaterMark, answer.Value)).ToListAsync(cancellationToken);
        return TallyPolicy.Count(pictures, answers);
    }
}

/// <summary>A picture with its place in time.</summary>
internal sealed record PoolRow
{
    public required JobId Id { get; init; }

    public required PoolPicture Picture { get; init; }

    public required DateTimeOffset At { get; init; }
}
