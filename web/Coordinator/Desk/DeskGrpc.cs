using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Web.People;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Desk;

/// <summary>The operator's desk at the coordinator. A refusal is an answer; null stands for none.</summary>
internal sealed class DeskGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Wire.Desk.DeskClient _desk = new(channel);
    private readonly Wire.Fleet.FleetClient _fleet = new(channel);
    private readonly Wire.Requests.RequestsClient _requests = new(channel);
    private readonly Wire.Operations.OperationsClient _operations = new(channel);

    public async Task<IReadOnlyList<DeskWorkerView>> ListWorkersAsync(Person person, string search, bool onlyStopped, string before, CancellationToken cancellationToken)
    {
        var question = new Wire.ListWorkersRequest { Search = search, OnlyStopped = onlyStopped, BeforeWorkerId = before };
        return [.. (await calls.AskAsync(person, options => _desk.ListWorkersAsync(question, options).ResponseAsync, cancellationToken)).Workers.Select(ToView)];
    }

    public async Task<IReadOnlyList<DeskWorkerView>> ListSuspectsAsync(Person person, CancellationToken cancellationToken) =>
        [.. (await calls.AskAsync(person, options => _desk.ListSuspectsAsync(new(), options).ResponseAsync, cancellationToken)).Workers.Select(ToView)];

    public async Task<IReadOnlyList<BundleDemandView>> ListBundlesAsync(Person person, CancellationToken cancellationToken) =>
        [.. (await calls.AskAsync(person, options => _desk.ListBundleDemandAsync(new(), options).ResponseAsync, cancellationToken)).Bundles
            .Select(one => new BundleDemandView(one.BundleId, one.Hidden, one.Queued, one.Pictures, one.Workers, one.AbleWorkers))];

    /// <summary>Null when the state or the id can be no job's.</summary>
    public async Task<IReadOnlyList<DeskJobView>?> ListJobsAsync(Person person, string state, string id, string before, CancellationToken cancellationToken)
    {
        try
        {
            var question = new Wire.ListJobsRequest { State = state, Id = id, BeforeJobId = before };
            return [.. (await calls.AskAsync(person, options => _desk.ListJobsAsync(question, options).ResponseAsync, cancellationToken)).Jobs.Select(ToView)];
        }
        catch (RpcException error) when (error.Refusal() is { Kind: RefusalKind.Invalid or RefusalKind.NotFound })
        {
            return null;
        }
    }

    public async Task<VitalsView> GetVitalsAsync(Person person, CancellationToken cancellationToken)
    {
        var vitals = await calls.AskAsync(person, options => _operations.GetVitalsAsync(new(), options).ResponseAsync, cancellationToken);
        return new(vitals.Attending, vitals.Queued, vitals.Leases, vitals.Offers, vitals.OffersLapsed, vitals.Connections, vitals.HasEtaKept ? vitals.EtaKept : null, vitals.SecondAttempts);
    }

    public Task<Refusal?> PauseAsync(Person person, string workerId, bool isPaused, CancellationToken cancellationToken) =>
        TryAsync(person, options => _fleet.PauseAsync(new() { WorkerId = workerId, Paused = isPaused }, options).ResponseAsync, cancellationToken);

    public Task<Refusal?> SuspendAsync(Person person, string workerId, int days, string why, CancellationToken cancellationToken) =>
        TryAsync(person, options => _desk.SuspendWorkerAsync(new() { WorkerId = workerId, Days = days, Why = why }, options).ResponseAsync, cancellationToken);

    public Task<Refusal?> CancelAsync(Person person, string requestId, CancellationToken cancellationToken) =>
        TryAsync(person, options => _requests.CancelAsync(new() { RequestId = requestId }, options).ResponseAsync, cancellationToken);

    public Task<Refusal?> RequeueAsync(Person person, string jobId, string why, CancellationToken cancellationToken) =>
        TryAsync(person, options => _desk.RequeueJobAsync(new() { JobId = jobId, Why = why }, options).ResponseAsync, cancellationToken);

    public Task<Refusal?> HideAsync(Person person, string bundle, bool isHidden, string why, CancellationToken cancellationToken) =>
        TryAsync(person, options => _desk.HideBundleAsync(new() { BundleId = bundle, Hidden = isHidden, Why = why }, options).ResponseAsync, cancellationToken);

    private async Task<Refusal?> TryAsync<T>(Person person, Func<CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(person, call, cancellationToken);
            return null;
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return refusal;
        }
    }

    private static DeskWorkerView ToView(Wire.DeskWorker one) => new(
        one.WorkerId, one.Name, one.ContributorName, one.DeviceName, one.Referee, one.Paused, Optional(one.SuspendedUntilUs), Optional(one.LastLeaseAtUs),
        one.Passed, one.Faults, one.Withheld, one.Drifted, [.. one.EvidenceJobIds], one.OpenAppeals);

    private static DeskJobView ToView(Wire.DeskJob job) => new(
        job.JobId, job.RequestId, job.State, job.BundleId, job.AccountName, DateTimeOffset.UnixEpoch.AddMicroseconds(job.QueuedAtUs), job.Failures, job.Failure, job.WorkerName);

    private static DateTimeOffset? Optional(long microseconds) => microseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
