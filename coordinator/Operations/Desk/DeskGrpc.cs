using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using JobState = LaionGrid.Coordinator.Jobs.JobState;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;
using Suspension = LaionGrid.Coordinator.Operations.Desk.SuspendWorker;
using WorkerRole = LaionGrid.Coordinator.Fleet.WorkerRole;

namespace LaionGrid.Coordinator.Operations.Desk;

/// <summary>The operator's desk on the wire.</summary>
internal sealed class DeskGrpc(SurveyWorkers workers, SuspendWorker suspend, SurveyJobs jobs, RequeueJob requeue, WeighBundles bundles, TimeProvider time) : Contracts.V1.Desk.DeskBase
{
    private const int MaxSearch = 40;
    private const int MaxWhy = 500;

    public override async Task<ListWorkersResponse> ListWorkers(ListWorkersRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        WorkerId? before = request.BeforeWorkerId.Length == 0 ? null : Ids.Read<WorkerId>(request.BeforeWorkerId) ?? throw UnknownWorker.ToRpc();
        if (request.Search.Length > MaxSearch)
            throw Refusal.Invalid("search.too_long", "search", $"A search has at most {MaxSearch} characters. Shorten it.").ToRpc();
        var page = new WorkerPage(Limit(request.Limit), before, request.Search, request.OnlyStopped);
        return new() { Workers = { (await workers.PageAsync(page, context.CancellationToken)).Select(ToWire) } };
    }

    public override async Task<SuspendWorkerResponse> SuspendWorker(SuspendWorkerRequest request, ServerCallContext context)
    {
        var by = context.Require(KeyRole.Operator);
        if (request.Days is < 0 or > Suspension.MaxDays)
            throw Refusal.Invalid("suspension.out_of_range", "days", $"A worker is suspended for 1 to {Suspension.MaxDays} days; 0 ends it.").ToRpc();
        var why = Reason(request.Why, isNeeded: true);
        return Ids.Read<WorkerId>(request.WorkerId) is { } id && await suspend.RunAsync(id, request.Days, why, by, context.CancellationToken) ? new() : throw UnknownWorker.ToRpc();
    }

    public override async Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        JobState? state = request.State.Length == 0 ? null : Enum.TryParse<JobState>(request.State, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
            : throw Refusal.Invalid("state.unknown", "state", "No job is in this state. Use queued, leased, rendered, done, failed or cancelled.").ToRpc();
        Guid? id = request.Id.Length == 0 ? null : Ids.Read<JobId>(request.Id)?.Value ?? throw UnknownJob.ToRpc();
        JobId? before = request.BeforeJobId.Length == 0 ? null : Ids.Read<JobId>(request.BeforeJobId) ?? throw UnknownJob.ToRpc();
        return new() { Jobs = { (await jobs.RunAsync(new(Limit(request.Limit), state, id, before), context.CancellationToken)).Select(ToWire) } };
    }

    public override async Task<RequeueJobResponse> RequeueJob(RequeueJobRequest request, ServerCallContext context)
    {
        var by = context.Require(KeyRole.Operator);
        var why = Reason(request.Why, isNeeded: false);
        return Ids.Read<JobId>(request.JobId) is { } id && await requeue.RunAsync(id, why, by, context.CancellationToken) ? new() : throw UnknownJob.ToRpc();
    }

    public override async Task<ListSuspectsResponse> ListSuspects(ListSuspectsRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        return new() { Workers = { (await workers.SuspectsAsync(Limit(request.Limit), context.CancellationToken)).Select(ToWire) } };
    }

    public override async Task<ListBundleDemandResponse> ListBundleDemand(ListBundleDemandRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        return new()
        {
            Bundles =
            {
                (await bundles.ListAsync(context.CancellationToken)).Select(one => new BundleDemand
                {
                    BundleId = one.BundleId, Hidden = one.IsHidden, Queued = one.Queued, Pictures = one.Pictures, Workers = one.Workers, AbleWorkers = one.AbleWorkers,
                }),
            },
        };
    }

    public override async Task<HideBundleResponse> HideBundle(HideBundleRequest request, ServerCallContext context)
    {
        var by = context.Require(KeyRole.Operator);
        return await bundles.HideAsync(request.BundleId, request.Hidden, Reason(request.Why, isNeeded: false), by, context.CancellationToken)
            ? new()
            : throw Refusal.NotFound("bundle.unknown", "There is no bundle of this id here. Look at the list.").ToRpc();
    }

    private DeskWorker ToWire(SurveyedWorker one) => new()
    {
        WorkerId = one.Worker.Id.ToString(),
        Name = one.Worker.Name,
        ContributorName = one.ContributorName,
        DeviceName = one.Worker.DeviceName,
        Referee = one.Worker.Role == WorkerRole.Referee,
        Paused = one.Worker.IsPaused,
        SuspendedUntilUs = one.Worker.SuspendedUntil is { } until && until > time.GetUtcNow() ? until.ToMicroseconds() : 0,
        LastLeaseAtUs = one.LastLeaseAt?.ToMicroseconds() ?? 0,
        Passed = one.Passed,
        Faults = one.Faults,
        Withheld = one.Withheld,
        Drifted = one.HasDrifted,
        FaultAtUs = one.FaultAt?.ToMicroseconds() ?? 0,
        JoinedAtUs = one.Worker.CreatedAt.ToMicroseconds(),
        EvidenceJobIds = { one.Evidence.Select(job => job.ToString()) },
        OpenAppeals = one.OpenAppeals,
    };

    private static DeskJob ToWire(SurveyedJob job) => new()
    {
        JobId = job.Id.ToString(),
        RequestId = job.RequestId.ToString(),
        State = job.State.ToString().ToLowerInvariant(),
        BundleId = job.BundleId,
        AccountName = job.AccountName,
        QueuedAtUs = job.QueuedAt.ToMicroseconds(),
        Failures = job.Failures,
        Failure = job.Failure,
        WorkerName = job.WorkerName,
    };

    private static int Limit(int asked) => asked is >= 0 and <= 200 ? asked == 0 ? 50 : asked : throw Refusal.Invalid("limit.out_of_range", "limit", $"At most 200 are told at once; this asks for {asked}.").ToRpc();

    private static string Reason(string why, bool isNeeded) => why.Length <= MaxWhy && why.Trim().Printable(MaxWhy) is var reason && (reason.Length > 0 || !isNeeded)
        ? reason
        : throw Refusal.Invalid("reason.invalid", "why", $"This needs a reason of 1 to {MaxWhy} characters, for the record of acts. Write one.").ToRpc();

    private static Refusal UnknownWorker { get; } = Refusal.NotFound("worker.unknown", "There is no such worker here. Check its id.");

    private static Refusal UnknownJob { get; } = Refusal.NotFound("job.unknown", "There is no such job here, or it did not fail. Check its id.");
}
