using System.Security.Cryptography;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>
/// Queues one job for each picture of a request. A repeat with the same key returns the first request. Requests that come together
/// are written together.
/// </summary>
internal sealed class SubmitRequest : IDisposable
{
    private readonly BundleCatalogue _bundles;
    private readonly QueueSignal _signal;
    private readonly QueueGauge _gauge;
    private readonly QueueOrder _order;
    private readonly ServicePace _pace;
    private readonly EstimateArrival _arrival;
    private readonly RecentContributors _contributors;
    private readonly GridWriter _writer;
    private readonly JobsOptions _options;
    private readonly TimeProvider _time;
    private readonly Batcher<Submission, RequestSnapshot> _batches;

    public SubmitRequest(
        BundleCatalogue bundles, QueueSignal signal, QueueGauge gauge, QueueOrder order, ServicePace pace, EstimateArrival arrival, RecentContributors contributors,
        GridWriter writer, IOptions<JobsOptions> options, IOptions<StorageOptions> storage, TimeProvider time)
    {
        (_bundles, _signal, _gauge, _order, _pace, _arrival, _contributors) = (bundles, signal, gauge, order, pace, arrival, contributors);
        (_writer, _options, _time) = (writer, options.Value, time);
        _batches = new(WriteAsync, new BatchPace(storage.Value.BatchInterval));
    }

    public async Task<SubmitOutcome> RunAsync(Ask ask, string bundleId, Caller caller, CancellationToken cancellationToken)
    {
        if (_bundles.Find(bundleId) is not { } bundle)
            return new SubmitOutcome.Refused(Refusal.Invalid("bundle.unknown", "bundle_id", $"There is no bundle of this name here. Choose one of: {string.Join(", ", _bundles.All.Select(one => one.Id))}."));
        if (RequestRules.Check(ask, bundle.Limits) is { } refusal)
            return new SubmitOutcome.Refused(refusal);
        if (_gauge.Queued + ask.Count > _options.MaxQueued)
            return new SubmitOutcome.Refused(Full(ask.Count));
        var hasContributed = !caller.IsAnonymous && await _contributors.HasContributedAsync(caller.AccountId, cancellationToken);
        return new SubmitOutcome.Accepted(await _batches.RunAsync(new(ask, bundle, caller, FairQueuePolicy.Weight(!caller.IsAnonymous, hasContributed)), cancellationToken));
    }

    public void Dispose() => _batches.Dispose();

    private Refusal Full(int asked)
    {
        var retry = BackpressurePolicy.RetryAfter(_gauge.Queued + asked, _options.MaxQueued, _pace.PicturesPerSecond(), Random.Shared.NextDouble());
        return Refusal.Busy("queue.full", $"The queue is full, so nothing was queued. Try again in {Math.Ceiling(retry.TotalSeconds):0} seconds.", retry);
    }

    private async Task<IReadOnlyList<RequestSnapshot>> WriteAsync(IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        var (answers, added) = await _writer.RunAsync(db => AddAsync(db, submissions, cancellationToken), cancellationToken);
        _order.Taken(added);
        foreach (var lane in added.GroupBy(job => job.Lane))
        {
            _gauge.Joined(lane.Key, lane.Count());
            _signal.WorkCame(lane.Key);
        }
        return answers;
    }

    /// <summary>Another coordinator that writes the same key meanwhile makes the batch fail on the unique index; tried again, the key is known.</summary>
    private async Task<(IReadOnlyList<RequestSnapshot> Answers, IReadOnlyList<Job> Added)> AddAsync(GridDb db, IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(db, submissions, cancellationToken);
        var places = await _order.PlacesAsync(db, submissions.Where(one => !known.ContainsKey(one.Key)).Select(one => one.Requester), cancellationToken);
        var (requests, added) = (new List<Request>(), new List<Job>());
        foreach (var submission in submissions)
        {
            if (known.ContainsKey(submission.Key))
                continue;
            var request = NewRequest(submission);
            var jobs = NewJobs(request, submission, places).ToList();
            requests.Add(request);
            known[submission.Key] = RequestSnapshot.OfNew(request, jobs);
            added.AddRange(jobs);
        }
        await db.InsertAsync(requests, cancellationToken);
        await db.InsertAsync(added, cancellationToken);
        return (submissions.Select(one => known[one.Key]).ToList(), added);
    }

    private Request NewRequest(Submission submission) => new()
    {
        Id = Ids.New<RequestId>(_time),
        AccountId = submission.Caller.AccountId,
        RequestKey = submission.Ask.RequestKey,
        Settings = RequestRules.Complete(submission.Ask, submission.Bundle),
        IsVerified = submission.Ask.IsVerified,
        CreatedAt = _time.GetUtcNow(),
    };

    private IEnumerable<Job> NewJobs(Request request, Submission submission, QueuePlaces places)
    {
        var settings = request.Settings;
        var cost = submission.Bundle.Tariff.Mflop(settings.Width, settings.Height, settings.Steps, settings.Guidance);
        var seed = submission.Ask.Seed ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        var lane = Lane.Of(settings.BundleId, settings.Width, settings.Height).ToString();
        for (var index = 0; index < submission.Ask.Count; index++)
        {
            var (start, finish) = places.Next(submission.Requester, FairQueuePolicy.Price(cost, submission.Ask.IsVerified), submission.Weight);
            var arrival = _arrival.OfNew(lane, settings.BundleId, cost, start);
            yield return new Job
            {
                Id = Ids.New<JobId>(_time),
                RequestId = request.Id,
                Index = index,
                Seed = (seed + index) & uint.MaxValue,
                State = JobState.Queued,
                CostMflop = cost,
                Lane = lane,
                Requester = submission.Requester,
                StartTag = start,
                FinishTag = finish,
                QueuedAt = request.CreatedAt.AddMicroseconds(index),
                PromisedFrom = request.CreatedAt + arrival?.Low,
                PromisedTo = request.CreatedAt + arrival?.High,
            };
        }
    }

    private static async Task<Dictionary<(AccountId, string), RequestSnapshot>> KnownAsync(GridDb db, IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        var found = await db.QueryRowsAsync(
            """SELECT r."Id", r."AccountId", r."RequestKey" FROM requests r WHERE (r."AccountId", r."RequestKey") IN (VALUES {rows})""", // unique index
            submissions.Select(one => new object?[] { one.Caller.AccountId.Value, one.Ask.RequestKey }).ToList(), [],
            row => (Id: row.ReadId<RequestId>(0), Key: (row.ReadId<AccountId>(1), row.GetString(2))), cancellationToken);
        var known = new Dictionary<(AccountId, string), RequestSnapshot>();
        foreach (var (id, key) in found)
            known[key] = await ViewRequest.ReadAsync(db, id, cancellationToken) ?? throw new InvalidOperationException($"The request {id} vanished.");
        return known;
    }

    private sealed record Submission(Ask Ask, Bundle Bundle, Caller Caller, int Weight)
    {
        public (AccountId, string) Key => (Caller.AccountId, Ask.RequestKey);

        public string Requester { get; } = FairShareKey.Of(Caller.AccountId, Ask.Requester);
    }
}

internal abstract record SubmitOutcome
{
    internal sealed record Accepted(RequestSnapshot Request) : SubmitOutcome;

    internal sealed record Refused(Refusal Refusal) : SubmitOutcome;
}
