using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Duplicates;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>Reads what a release says of some of its pictures, in their order.</summary>
internal static class ReadReleased
{
    public static async Task<IReadOnlyList<ReleasedJob>> PicturesAsync(GridDb db, IReadOnlyList<JobId> ids, CancellationToken cancellationToken)
    {
        var (requests, attempts, workers, seen, embeddings) = (db.Requests, db.Attempts, db.Workers, db.SeenPictures, db.PictureEmbeddings);
        var rows =
            from job in db.Jobs.AsNoTracking().Where(job => ids.Contains(job.Id)) // primary keys
            join request in requests on job.RequestId equals request.Id
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id
            join worker in workers on attempt.WorkerId equals worker.Id
            join hash in seen on attempt.Id equals hash.AttemptId into hashes
            from hash in hashes.DefaultIfEmpty()
            join embedding in embeddings on attempt.Id equals embedding.AttemptId into places
            from embedding in places.DefaultIfEmpty()
            select new ReleasedJob
            {
                JobId = job.Id, RequestId = request.Id, Index = job.Index, Seed = job.Seed, AskedAt = job.QueuedAt, Author = Authors.Of(request.AccountId, job.Requester), Settings = request.Settings,
                RemixOf = request.RemixOf, Sha256 = attempt.PictureSha256, PngBytes = attempt.PictureBytes, Engine = attempt.EngineVersion, Device = worker.DeviceName, ClaimedAt = attempt.ClaimedAt,
                EndedAt = attempt.EndedAt, Verdict = attempt.Verdict, Scores = attempt.Scores, Hash = hash == null ? null : hash.Hash, Embedding = embedding == null ? null : embedding.Vector,
            };
        var found = (await rows.ToListAsync(cancellationToken)).ToDictionary(picture => picture.JobId);
        return [.. ids.Select(id => found[id])];
    }

    /// <summary>People's answers about them that say something of the picture: none whose right answer was known. Of their requests all that say which picture is best, whichever stands first in the set: <see cref="ByPicture"/> chooses.</summary>
    /// <param name="kinds">Of these tasks; null for all.</param>
    /// <returns>By id. What is stored otherwise than this coordinator writes it is passed over.</returns>
    public static async Task<IReadOnlyList<(Answer Answer, TaskAnswer Value)>> AnswersAsync(GridDb db, IReadOnlyList<JobId> ids, IReadOnlyList<TaskKind>? kinds, CancellationToken cancellationToken)
    {
        var (all, jobs) = (db.Answers.AsNoTracking().Where(answer => !answer.IsGold), db.Jobs);
        var requests = jobs.Where(job => ids.Contains(job.Id)).Select(job => job.RequestId); // primary key
        var answers = all.Where(answer => ids.Contains(answer.JobId) && answer.TaskKind != TaskKind.BestOf); // index job, kind
        var found = await (kinds is null ? answers : answers.Where(answer => kinds.Contains(answer.TaskKind))).ToListAsync(cancellationToken);
        var sets = jobs.Where(job => requests.Contains(job.RequestId)).Select(job => job.Id); // unique index request, index
        var best = await all.Where(answer => sets.Contains(answer.JobId) && answer.TaskKind == TaskKind.BestOf).ToListAsync(cancellationToken); // index job, kind
        return [.. found.Concat(best).OrderBy(answer => answer.Id.Value).Select(answer => (answer, AnswerJson.Read(answer.TaskKind, answer.Value))).Where(one => one.Item2 is not null).Select(one => (one.answer, one.Item2!))]; // not null: looked at just before
    }

    /// <summary>By the picture with which a release tells them. What is best of a set is told with the first picture of it that is released, so that it is told once, and not lost with a picture that is not.</summary>
    /// <param name="pictures">Those that are told now.</param>
    public static ILookup<JobId, (Answer Answer, TaskAnswer Value)> ByPicture(IEnumerable<(Answer Answer, TaskAnswer Value)> answers, IReadOnlyList<JobId> pictures, Func<JobId, bool> isReleased)
    {
        var told = pictures.ToHashSet();
        return answers.Select(one => (Picture: one.Value is BestOfAnswer set ? PicturesOf(set).Where(isReleased).Select(picture => (JobId?)picture).FirstOrDefault() : one.Answer.JobId, One: one))
            .Where(one => one.Picture is { } picture && told.Contains(picture)).ToLookup(one => one.Picture.GetValueOrDefault(), one => one.One);
    }

    /// <summary>In the order of the set.</summary>
    public static IEnumerable<JobId> PicturesOf(BestOfAnswer set) => set.Set.Select(Ids.Read<JobId>).OfType<JobId>();
}
