using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests;

/// <summary>The steps of a job's life on an unstarted coordinator, each as one call, so that a test reads as a story.</summary>
internal sealed class Story
{
    private readonly CoordinatorUnderTest _grid;
    private int _asks;

    public Story(CoordinatorUnderTest grid)
    {
        _grid = grid;
        grid.Loop<NoticeRelay>().StartAsync(default).GetAwaiter().GetResult(); // it only listens
    }

    public async Task<RequestId> AskAsync(int count = 1, long? seed = 7, string prompt = "a boat", string requester = "")
    {
        var ask = new Ask { RequestKey = $"ask-{++_asks}", Prompt = prompt, Count = count, Seed = seed, Requester = requester };
        var outcome = await _grid.Get<SubmitRequest>().RunAsync(ask, "", Caller.Anonymous, default);
        return Assert.IsType<SubmitOutcome.Accepted>(outcome).Request.Id;
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

    public static Attendance AttendanceOf(CallingWorker worker) => new() { WorkerId = worker.WorkerId, Role = worker.Role, AccountId = worker.AccountId };

    /// <summary>The next offer that the waiter was sent; null when the next thing it is told is something else, or nothing.</summary>
    public static GrantedLease? OfferOf(Waiter waiter) => waiter.Notices.Reader.TryRead(out var notice) ? (notice as Notice.Offer)?.Lease : null;

    public async Task<UploadOutcome> UploadAsync(GrantedLease lease, CallingWorker worker, byte[] png)
    {
        var header = new UploadHeader(ClaimOf(lease, worker), png.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png)));
        return await _grid.Get<ReceiveUpload>().RunAsync(header, Chunks(png), default);
    }

    public async Task<CompleteOutcome> CompleteAsync(GrantedLease lease, CallingWorker worker, byte[] png, PictureScores? scores = null)
    {
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png));
        return await _grid.Get<CompleteAttempt>().RunAsync(new Finished(ClaimOf(lease, worker), sha256, "1.0", [], scores ?? PictureScores.None), default);
    }

    /// <summary>Claims, uploads and completes.</summary>
    public async Task<GrantedLease> RenderAsync(CallingWorker worker, byte shade, PictureScores? scores = null)
    {
        var lease = await MustClaimAsync(worker);
        await DeliverAsync(lease, worker, shade, scores);
        return lease;
    }

    /// <summary>Uploads and completes.</summary>
    public async Task DeliverAsync(GrantedLease lease, CallingWorker worker, byte shade, PictureScores? scores = null)
    {
        var png = PaintedPng.Of(lease.Settings.Width, lease.Settings.Height, shade);
        Assert.IsType<UploadOutcome.Stored>(await UploadAsync(lease, worker, png));
        Assert.IsType<CompleteOutcome.Completed>(await CompleteAsync(lease, worker, png, scores));
    }

    public Task VerifyAsync() => _grid.Loop<VerdictLoop>().RunOnceAsync(default);

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
