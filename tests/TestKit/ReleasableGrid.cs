using System.Security.Cryptography;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.TestKit;

/// <summary>Pictures that may be released, written straight to the database: made, verified, public, and agreed to.</summary>
public sealed class ReleasableGrid(CoordinatorUnderTest grid)
{
    /// <summary>Enough that the kind of their card is told.</summary>
    private const int Volunteers = 5;

    private const int Batch = 5_000;

    private readonly List<AccountId> _authors = [];
    private readonly List<(WorkerId Id, AccountId Owner)> _workers = [];
    private int _made;

    /// <summary>Adds pictures a minute apart.</summary>
    /// <param name="from">When the first was asked for.</param>
    /// <param name="authors">Who asked, in turn.</param>
    /// <returns>The ids of their jobs.</returns>
    /// <param name="bytesOf">The bytes of each; null for one whose bytes nobody will ask for.</param>
    public async Task<IReadOnlyList<Guid>> AddAsync(int pictures, DateTimeOffset from, int authors, Func<int, byte[]?> bytesOf)
    {
        var jobs = new List<Guid>(pictures);
        await AddPeopleAsync(authors, from);
        foreach (var some in Enumerable.Range(0, pictures).Chunk(Batch))
        {
            var made = new List<(Request Request, Job Job, Attempt Attempt)>(some.Length);
            foreach (var index in some)
                made.Add(await MakeAsync(_authors[index % authors], from.AddMinutes(index), bytesOf(index)));
            await WriteAsync(made);
            jobs.AddRange(made.Select(one => one.Job.Id.Value));
        }
        return jobs;
    }

    private async Task<(Request, Job, Attempt)> MakeAsync(AccountId author, DateTimeOffset at, byte[]? bytes)
    {
        var number = _made++;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes ?? BitConverter.GetBytes(number)));
        if (bytes is not null)
            await grid.Get<IBlobStore>().PutAsync(sha256, bytes, default);
        var settings = new RenderSettings { Prompt = $"a boat, number {number}", NegativePrompt = "", BundleId = PaperBundle.Id, Width = 16, Height = 16, Steps = 4, Guidance = 4, Sampler = Sampler.Ddim };
        var request = new Request { Id = IdAt<RequestId>(at), AccountId = author, RequestKey = $"made-{number}", Settings = settings, ReleaseConsent = 1, CreatedAt = at };
        var (worker, attempt) = (_workers[number % _workers.Count], IdAt<AttemptId>(at));
        var job = new Job
        {
            Id = IdAt<JobId>(at), RequestId = request.Id, Index = 0, Seed = number, State = JobState.Done, Lane = "made", BundleId = PaperBundle.Id, Shape = PictureShape.Square, Visibility = Visibility.Public,
            Requester = $"{author}"[..16], StartTag = 0, FinishTag = 0, Fence = 1, AttemptId = attempt, CostMflop = 1, QueuedAt = at, Check = PictureCheck.Safe,
        };
        return (request, job, new Attempt
        {
            Id = attempt, JobId = job.Id, Purpose = AttemptPurpose.Render, WorkerId = worker.Id, AccountId = worker.Owner, Fence = 1, State = AttemptState.Rendered, LeaseUntil = at.AddMinutes(1), StartedAt = at,
            ClaimedAt = at, EndedAt = at.AddSeconds(4), PictureSha256 = sha256, PictureBytes = bytes?.Length ?? 0, EngineVersion = "3.1", Scores = new(0.25, 5.5, 0.01, false), Verdict = number % 2 == 0 ? Verdict.Accepted : Verdict.AcceptedUnaudited,
            VerdictAt = at.AddMinutes(1),
        });
    }

    private Task<int> WriteAsync(List<(Request Request, Job Job, Attempt Attempt)> made) => grid.Get<GridWriter>().RunAsync(async db =>
    {
        await db.InsertAsync(made.ConvertAll(one => one.Request), default);
        await db.InsertAsync(made.ConvertAll(one => one.Job), default);
        await db.InsertAsync(made.ConvertAll(one => one.Attempt), default);
        return made.Count;
    }, default);

    private Task<int> AddPeopleAsync(int authors, DateTimeOffset at) => grid.Get<GridWriter>().RunAsync(db =>
    {
        while (_authors.Count < authors)
            _authors.Add(AddAccount(db, $"author-{_authors.Count}", at));
        while (_workers.Count < Volunteers)
        {
            var owner = AddAccount(db, $"volunteer-{_workers.Count}", at);
            var worker = new Worker { Id = IdAt<WorkerId>(at), AccountId = owner, Name = $"made-{_workers.Count}", Role = WorkerRole.Volunteer, EnrollHash = $"hash-{_workers.Count}", DeviceName = "Paper 3060", CreatedAt = at };
            db.Add(worker);
            _workers.Add((worker.Id, owner));
        }
        return db.SaveChangesAsync();
    }, default);

    private static AccountId AddAccount(GridDb db, string name, DateTimeOffset at)
    {
        var account = Account.Named(IdAt<AccountId>(at), name, at);
        db.Add(account);
        return account.Id;
    }

    private static TId IdAt<TId>(DateTimeOffset at) where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7(at));
}
