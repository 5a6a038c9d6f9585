using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Duplicates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>Chooses the pictures of a release out of a snapshot. It keeps an id, a hash and an author of each in memory, some hundred bytes a picture, and no words.</summary>
internal sealed class PlanRelease(LicensedBundles bundles, IOptions<ReleasesOptions> options)
{
    private const int EnoughVolunteers = 5;

    public async Task<ReleasePlan> RunAsync(GridDb snapshot, ReleaseVersion version, CancellationToken cancellationToken)
    {
        var bounds = new EligibilityBounds(version.Before, options.Value.UnsafeFrom, bundles.Clean);
        var (kept, leftOut, hashes, contents, texts) = (new List<Kept>(), new Dictionary<Ineligible, int>(), new NearDuplicates(), new HashSet<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        await foreach (var row in Candidates(snapshot, version).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var picture = row.ToCandidate();
            var why = EligibilityPolicy.Check(picture, bounds) ?? (!contents.Add(picture.Sha256) || (picture.Hash is { } hash && !hashes.Add(hash)) ? Ineligible.NearDuplicate : null);
            if (why is { } reason)
                leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
            else
                kept.Add(new(picture.JobId, One(texts, picture.Author), One(texts, picture.BundleId), One(texts, row.Device), row.Volunteer));
        }
        return Share(kept, leftOut);
    }

    /// <summary>One text for all pictures that have it.</summary>
    private static string One(Dictionary<string, string> texts, string text) => texts.TryAdd(text, text) ? text : texts[text];

    /// <summary>The earliest of each author stay.</summary>
    private ReleasePlan Share(List<Kept> kept, Dictionary<Ineligible, int> leftOut)
    {
        var most = AuthorSharePolicy.Most([.. kept.CountBy(picture => picture.Author).Select(author => author.Value)], options.Value.AuthorFloor);
        var (taken, models) = (new Dictionary<string, int>(), new Dictionary<JobId, string>());
        var order = new List<JobId>();
        var devices = new Dictionary<string, HashSet<AccountId>>();
        foreach (var picture in kept)
        {
            if ((taken[picture.Author] = taken.GetValueOrDefault(picture.Author) + 1) > most)
            {
                leftOut[Ineligible.AuthorShare] = leftOut.GetValueOrDefault(Ineligible.AuthorShare) + 1;
                continue;
            }
            order.Add(picture.JobId);
            models.Add(picture.JobId, picture.Model);
            if (!devices.TryGetValue(picture.Device, out var owners))
                devices.Add(picture.Device, owners = []);
            if (owners.Count < EnoughVolunteers)
                owners.Add(picture.Volunteer);
        }
        return new(order, models, leftOut, devices.Where(device => device.Value.Count >= EnoughVolunteers).Select(device => device.Key).ToHashSet());
    }

    private static IQueryable<Row> Candidates(GridDb db, ReleaseVersion version)
    {
        var (from, before) = (version.From, version.Before);
        var (requests, attempts, workers, seen, withdrawals, tombstones) = (db.Requests, db.Attempts, db.Workers, db.SeenPictures, db.Withdrawals, db.Tombstones);
        var jobs = db.Jobs.Where(job => (job.State == JobState.Rendered || job.State == JobState.Done) && job.Visibility == Visibility.Public && job.QueuedAt >= from && job.QueuedAt < before); // index shown
        if (version.Kind == ReleaseKind.Daily)
        {
            var (pictures, releases) = (db.ReleasedPictures, db.Releases.Where(release => release.Kind == ReleaseKind.Daily && release.State == ReleaseState.Published));
            jobs = jobs.Where(job => !pictures.Any(picture => picture.JobId == job.Id && releases.Any(release => release.Version == picture.Version)));
        }
        return
            from job in jobs
            join request in requests on job.RequestId equals request.Id
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id
            join worker in workers on attempt.WorkerId equals worker.Id
            join hash in seen on attempt.Id equals hash.AttemptId into hashes
            from hash in hashes.DefaultIfEmpty()
            orderby job.QueuedAt, job.Id
            select new Row
            {
                JobId = job.Id, AccountId = request.AccountId, Requester = job.Requester, AskedAt = job.QueuedAt, Visibility = job.Visibility, Check = job.Check, Verdict = attempt.Verdict,
                Consent = request.ReleaseConsent, BundleId = job.BundleId, Nsfw = attempt.Scores.Nsfw, Sha256 = attempt.PictureSha256, Hash = hash == null ? null : hash.Hash,
                Device = worker.DeviceName, Volunteer = attempt.AccountId,
                IsGone = withdrawals.Any(withdrawal => withdrawal.JobId == job.Id) || tombstones.Any(tombstone => tombstone.JobId == job.Id),
            };
    }

    private sealed record Kept(JobId JobId, string Author, string Model, string Device, AccountId Volunteer);

    private sealed class Row
    {
        public required JobId JobId { get; init; }

        public required AccountId AccountId { get; init; }

        public required string Requester { get; init; }

        public required DateTimeOffset AskedAt { get; init; }

        public required Visibility Visibility { get; init; }

        public required Jobs.Checks.PictureCheck Check { get; init; }

        public required Verdict Verdict { get; init; }

        public required int Consent { get; init; }

        public required string BundleId { get; init; }

        public double? Nsfw { get; init; }

        public required string Sha256 { get; init; }

        public long? Hash { get; init; }

        public required string Device { get; init; }

        public required AccountId Volunteer { get; init; }

        public required bool IsGone { get; init; }

        public Candidate ToCandidate() => new()
        {
            JobId = JobId, Author = Authors.Of(AccountId, Requester), AskedAt = AskedAt, Visibility = Visibility, Check = Check, Verdict = Verdict, Consent = Consent, BundleId = BundleId, Nsfw = Nsfw,
            IsGone = IsGone, Sha256 = Sha256, Hash = (ulong?)Hash,
        };
    }
}
