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

    /// <summary>People's answers about them that say something of the picture: none whose right answer was known.</summary>
    /// <param name="kinds">Of these tasks; null for all.</param>
    /// <returns>By picture and then by id. What is stored otherwise than this coordinator writes it is passed over.</returns>
    public static async Task<ILookup<JobId, (Answer Answer, TaskAnswer Value)>> AnswersAsync(GridDb db, IReadOnlyList<JobId> ids, IReadOnlyList<TaskKind>? kinds, CancellationToken cancellationToken)
    {
        var answers = db.Answers.AsNoTracking().Where(answer => ids.Contains(answer.JobId) && !answer.IsGold); // index job, kind
        var found = await (kinds is null ? answers : answers.Where(answer => kinds.Contains(answer.TaskKind))).ToListAsync(cancellationToken);
        return found.OrderBy(answer => answer.Id.Value).Select(answer => (Answer: answer, Value: AnswerJson.Read(answer.TaskKind, answer.Value)))
            .Where(one => one.Value is not null).ToLookup(one => one.Answer.JobId, one => (one.Answer, one.Value!)); // not null: looked at just before
    }
}
