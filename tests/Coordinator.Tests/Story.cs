using System.Runtime.InteropServices;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Sources;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Revealing;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests;

/// <summary>The steps of a job's life on an unstarted coordinator, each as one call, so that a test reads as a story.</summary>
internal sealed class Story
{
    private readonly CoordinatorUnderTest _grid;
    private readonly Dictionary<AttemptId, (GrantedLease Lease, CallingWorker Worker, byte[] Trajectory)> _revealable;
    private int _asks;

    /// <param name="before">Over an earlier life of the coordinator: its workers live on, with what they keep.</param>
    public Story(CoordinatorUnderTest grid, Story? before = null)
    {
        _grid = grid;
        _revealable = before?._revealable ?? [];
        grid.Loop<NoticeRelay>().StartAsync(default).GetAwaiter().GetResult(); // it only listens
    }

    public async Task<RequestId> AskAsync(int count = 1, long? seed = 7, string prompt = "a boat", string requester = "", bool isVerified = false, string source = "", double? strength = null, string mask = "", Sampler? sampler = null)
    {
        var ask = new Ask { RequestKey = $"ask-{++_asks}", Prompt = prompt, Count = count, Seed = seed, Requester = requester, IsVerified = isVerified, SourceSha256 = source, Strength = strength, MaskSha256 = mask, Sampler = sampler };
        var outcome = await _grid.Get<SubmitRequest>().RunAsync(ask, "", Caller.Anonymous, default);
        return Assert.IsType<SubmitOutcome.Accepted>(outcome).Request.Id;
    }

    /// <summary>Brings a picture to begin from.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> BringAsync(byte[] png, string requester = "")
    {
        var outcome = await _grid.Get<TakeSource>().RunAsync(SourceOwner.Of(AccountId.Anonymous, requester), png.Length, Chunks(png), default);
        return Assert.IsType<TakeSourceOutcome.Taken>(outcome).Source.Sha256;
    }

    public async Task<CallingWorker> EnrollAsync(string name, WorkerRole role = WorkerRole.Volunteer)
    {
        var caller = role == WorkerRole.Referee ? new Caller(AccountId.Operator, KeyRole.Operator, null, "operator") : Caller.Anonymous;
        var outcome = await _grid.Get<EnrollWorker>().RunAsync(new Enrolment($"{name}-{new string('x', 32)}", name, "", role), caller, default);
        var enrolled = Assert.IsType<EnrollOutcome.Enrolled>(outcome);
        await using var db = await DbAsync();
        var account = await db.Workers.Where(worker => worker.Id == enrolled.WorkerId).Select(worker => worker.AccountId).SingleAsync();
        return new(enrolled.WorkerId, role, account);
    }

    /// <summary>Attends, is offered the oldest job and claims it; null when nothing was offered.</summary>
    public async Task<GrantedLease?> ClaimAsync(CallingWorker worker)
    {
        var waiter = await AttendAsync(worker);
        await _grid.Loop<DispatchLoop>().RunOnceAsync(default);
        var lease = OfferOf(waiter) is { } offer ? (await _grid.Get<ClaimWork>().RunAsync(offer.Id, worker, default) as ClaimOutcome.Granted)?.Lease : null;
        _grid.Get<WaitingRoom>().Leave(waiter);
        return lease;
    }

    public async Task<GrantedLease> MustClaimAsync(CallingWorker worker) =>
        await ClaimAsync(worker) ?? throw new InvalidOperationException("Nothing was offered, or the claim was refused.");

    public Task<Waiter> AttendAsync(CallingWorker worker, int slots = 1)
    {
        var waiter = new Waiter(AttendanceOf(worker) with { Slots = slots });
        _grid.Get<WaitingRoom>().Enter(waiter, []);
        return Task.FromResult(waiter);
    }

    public static Attendance AttendanceOf(CallingWorker worker) => new() { WorkerId = worker.WorkerId, Role = worker.Role, AccountId = worker.AccountId, TakesChecks = true, TakesSources = true };

    /// <summary>The next offer that the waiter was sent; null when the next thing it is told is something else, or nothing.</summary>
    public static GrantedLease? OfferOf(Waiter waiter) => waiter.Notices.Reader.TryRead(out var notice) ? (notice as Notice.Offer)?.Lease : null;

    /// <summary>What workers say with their pictures.</summary>
    public byte[] Embedding { get; set; } = [];

    public async Task<UploadOutcome> UploadAsync(GrantedLease lease, CallingWorker worker, byte[] png)
    {
        var header = new UploadHeader(ClaimOf(lease, worker), png.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png)));
        return await _grid.Get<ReceiveUpload>().RunAsync(header, Chunks(png), default);
    }

    public Task<CompleteOutcome> CompleteAsync(GrantedLease lease, CallingWorker worker, byte shade, PictureScores? scores = null) =>
        CompleteAsync(lease, worker, new PaperEngine(shade).Render(lease.Id.Value, JobOf(lease)), scores);

    /// <summary>Says that an upload is finished, with whatever was made for it.</summary>
    public async Task<CompleteOutcome> CompleteAsync(GrantedLease lease, CallingWorker worker, PaperPicture picture, PictureScores? scores = null)
    {
        var outcome = await _grid.Get<CompleteAttempt>().RunAsync(new Finished(ClaimOf(lease, worker), picture.Sha256, "1.0", picture.Commitment, scores ?? PictureScores.None) { Embedding = Embedding }, default);
        if (outcome is CompleteOutcome.Completed { IsRevealWanted: true })
            _revealable[lease.Id] = (lease, worker, picture.Trajectory);
        return outcome;
    }

    /// <summary>Claims, and does what the lease is for: a picture, or a referee's answer.</summary>
    public async Task<GrantedLease> RenderAsync(CallingWorker worker, byte shade, PictureScores? scores = null)
    {
        var lease = await MustClaimAsync(worker);
        await DeliverAsync(lease, worker, shade, scores);
        return lease;
    }

    /// <summary>Does what a claimed lease is for.</summary>
    public async Task DeliverAsync(GrantedLease lease, CallingWorker worker, byte shade, PictureScores? scores = null)
    {
        if (lease.Purpose == AttemptPurpose.Recheck)
        {
            Assert.Null(await AnswerAsync(lease, worker, shade, scores));
            return;
        }
        var png = PaintedPng.Of(lease.Settings.Width, lease.Settings.Height, shade);
        Assert.IsType<UploadOutcome.Stored>(await UploadAsync(lease, worker, png));
        Assert.IsType<CompleteOutcome.Completed>(await CompleteAsync(lease, worker, shade, scores));
    }

    /// <summary>Asks what a check is about and answers with this shade's network.</summary>
    public async Task<Refusal?> AnswerAsync(GrantedLease lease, CallingWorker worker, byte shade, PictureScores? scores = null)
    {
        var (found, refusal) = await _grid.Get<ReadChallenge>().FindAsync(ClaimOf(lease, worker), default);
        if (found is null)
            return refusal;
        var challenge = await _grid.Get<ReadChallenge>().ReadAsync(found.Attempt, default);
        var (engine, job) = (new PaperEngine(shade), JobOf(lease));
        var outputs = engine.Answer(job, challenge.Evaluations.Count, MemoryMarshal.AsBytes(challenge.Latents.SelectMany(latent => latent).ToArray().AsSpan()));
        var png = challenge.Final is null ? [] : engine.Decode(job);
        return await _grid.Get<TakeAnswer>().RunAsync(new(ClaimOf(lease, worker), outputs.Length, png.Length) { Scores = scores ?? PictureScores.None }, Chunks([.. outputs, .. png], 4_000), default);
    }

    /// <summary>Sends an answer again that was taken already.</summary>
    public Task<Refusal?> RepeatAnswerAsync(GrantedLease lease, CallingWorker worker) => _grid.Get<TakeAnswer>().RunAsync(new(ClaimOf(lease, worker), 1, 0), Chunks([1]), default);

    /// <summary>Every trajectory that is asked for is revealed, by workers that are still there, and all that can be judged without a referee is.</summary>
    public async Task VerifyAsync()
    {
        foreach (var (lease, worker, trajectory) in _revealable.Values.ToList())
            await RevealAsync(lease, worker, trajectory);
        _revealable.Clear();
        await JudgeAsync();
    }

    /// <summary>Judges what can be judged without a referee.</summary>
    public Task JudgeAsync() => _grid.Loop<VerdictLoop>().RunOnceAsync(default);

    public Task<Refusal?> RevealAsync(GrantedLease lease, CallingWorker worker, byte[] trajectory) =>
        _grid.Get<TakeReveal>().RunAsync(ClaimOf(lease, worker), trajectory.Length, Chunks(trajectory, 4_000), default);

    public static PaperJob JobOf(GrantedLease lease) => new(lease.Settings.Width, lease.Settings.Height, lease.Settings.Steps, lease.Settings.Guidance, lease.Settings.Sampler.ToKind(), lease.Seed)
    {
        Source = lease.Settings.SourceSha256,
        Strength = lease.Settings.Strength,
    };

    public async Task<Job> JobAsync(RequestId request, int index = 0)
    {
        await using var db = await DbAsync();
        return await db.Jobs.AsNoTracking().SingleAsync(job => job.RequestId == request && job.Index == index);
    }

    public Task<GridDb> DbAsync() => _grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();

    public static LeaseClaim ClaimOf(GrantedLease lease, CallingWorker worker) => new(lease.Id, lease.Fence, worker.WorkerId);

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks(byte[] bytes, int size = 100)
    {
        for (var offset = 0; offset < bytes.Length; offset += size)
        {
            await Task.Yield();
            yield return bytes.AsMemory(offset, Math.Min(size, bytes.Length - offset));
        }
    }
}
