using System.Collections.Frozen;
using System.Security.Cryptography;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Sources;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>
/// Queues one job for each picture of a request. A repeat with the same key returns the first request. Requests that come together
/// are written together.
/// </summary>
internal sealed class SubmitRequest : IDisposable
{
    private readonly BundleCatalogue _bundles;
    private readonly IIntakePolicy _policy;
    private readonly QueueSignal _signal;
    private readonly QueueGauge _gauge;
    private readonly QueueOrder _order;
    private readonly ServicePace _pace;
    private readonly EstimateArrival _arrival;
    private readonly RecentContributors _contributors;
    private readonly FindSources _sources;
    private readonly SourcesOptions _sourcesOptions;
    private readonly SpendPriority _priority;
    private readonly GridWriter _writer;
    private readonly JobsOptions _options;
    private readonly TimeProvider _time;
    private readonly Allowances _allowances;
    private readonly int _countTo;
    private readonly Batcher<Submission, SubmitOutcome> _batches;

    public SubmitRequest(
        BundleCatalogue bundles, IIntakePolicy policy, QueueSignal signal, QueueGauge gauge, QueueOrder order, ServicePace pace, EstimateArrival arrival, RecentContributors contributors, Allowances allowances, FindSources sources,
        SpendPriority priority, GridWriter writer, IOptions<JobsOptions> options, IOptions<SourcesOptions> sourcesOptions, IOptions<StorageOptions> storage, TimeProvider time)
    {
        (_bundles, _policy, _signal, _gauge, _order, _pace, _arrival, _contributors) = (bundles, policy, signal, gauge, order, pace, arrival, contributors);
        (_sources, _sourcesOptions, _priority) = (sources, sourcesOptions.Value, priority);
        (_writer, _options, _time, _allowances) = (writer, options.Value, time, allowances);
        _countTo = Enum.GetValues<RateClass>().Max(one => _options.BoundsOf(one).Waiting);
        _batches = new(WriteAsync, new BatchPace(storage.Value.BatchInterval));
    }

    public async Task<SubmitOutcome> RunAsync(Ask ask, string bundleId, Caller caller, CancellationToken cancellationToken)
    {
        if (_bundles.Find(bundleId) is not { } bundle)
            return new SubmitOutcome.Refused(RequestRules.UnknownBundle(_bundles.All));
        if ((RequestRules.Check(ask, bundle.Limits) ?? VisibilityPolicy.Check(ask.Visibility, caller.IsAnonymous) ?? ReleaseConsents.Check(ask.ReleaseConsent) ?? _policy.Check(ask, bundle.Id, caller) ?? await CheckSourceAsync(ask, bundle, caller, cancellationToken) ?? SamplerRules.Check(ask, bundle)) is { } refusal)
            return new SubmitOutcome.Refused(refusal);
        if (_gauge.Queued + ask.Count > _options.MaxQueued)
            return new SubmitOutcome.Refused(Full(ask.Count));
        var hasContributed = !caller.IsAnonymous && await _contributors.HasContributedAsync(caller.AccountId, cancellationToken);
        return await _batches.RunAsync(new(ask, bundle, caller, FairQueuePolicy.Weight(!caller.IsAnonymous, hasContributed)), cancellationToken);
    }

    public void Dispose() => _batches.Dispose();

    private async Task<Refusal?> CheckSourceAsync(Ask ask, Bundle bundle, Caller caller, CancellationToken cancellationToken)
    {
        var named = ask.Sources.ToList();
        if (named.Count == 0)
            return SourceRules.Check(ask, bundle, FrozenDictionary<string, SourceSize>.Empty);
        return _sourcesOptions.AreTaken ? SourceRules.Check(ask, bundle, await _sources.RunAsync(SourceOwner.Of(caller.AccountId, ask.Requester), named, cancellationToken)) : SourceRefusals.Off;
    }

    private Refusal Full(int asked)
    {
        var retry = BackpressurePolicy.RetryAfter(_gauge.Queued + asked, _options.MaxQueued, _pace.PicturesPerSecond(), Random.Shared.NextDouble());
        return Refusal.Busy("queue.full", $"The queue is full, so nothing was queued. Try again in {Math.Ceiling(retry.TotalSeconds):0} seconds.", retry);
    }

    private async Task<IReadOnlyList<SubmitOutcome>> WriteAsync(IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        var (answers, added) = await _writer.RunAsync(db => AddAsync(db, submissions, cancellationToken), cancellationToken);
        _order.Taken(added);
        TakeAllowances(submissions, answers, [.. added.Select(job => job.RequestId)]);
        foreach (var lane in added.GroupBy(job => job.Lane))
        {
            _gauge.Joined(lane.Key, lane.Count());
            _signal.WorkCame(lane.Key);
        }
        return answers;
    }

    /// <summary>Another coordinator that writes the same key meanwhile makes the batch fail on the unique index; tried again, the key is known.</summary>
    private async Task<(IReadOnlyList<SubmitOutcome> Answers, IReadOnlyList<Job> Added)> AddAsync(GridDb db, IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(db, submissions, cancellationToken);
        submissions = await WithoutUnseenParentsAsync(db, submissions, cancellationToken);
        var places = await _order.PlacesAsync(db, submissions.Where(one => !known.ContainsKey(one.Key)).Select(one => one.Requester), _countTo, cancellationToken);
        var purses = await _priority.HoldAsync(db, submissions.Where(one => !known.ContainsKey(one.Key)).Select(one => one.Caller.AccountId), cancellationToken);
        var (requests, added, answers, named) = (new List<Request>(), new List<Job>(), new List<SubmitOutcome>(), new List<(SourceOwner, string)>());
        foreach (var submission in submissions)
        {
            if (known.TryGetValue(submission.Key, out var earlier))
            {
                answers.Add(new SubmitOutcome.Accepted(earlier));
                continue;
            }
            if (CheckBounds(submission, places) is { } refusal)
            {
                answers.Add(new SubmitOutcome.Refused(refusal));
                continue;
            }
            var request = NewRequest(submission);
            var jobs = NewJobs(request, submission, places, purses.GetValueOrDefault(submission.Caller.AccountId) ?? PriorityPurse.Empty).ToList();
            requests.Add(request);
            named.AddRange(submission.Ask.Sources.Select(sha256 => (submission.SourceOwner, sha256)));
            answers.Add(new SubmitOutcome.Accepted(known[submission.Key] = RequestSnapshot.OfNew(request, jobs)));
            added.AddRange(jobs);
        }
        await db.InsertAsync(requests, cancellationToken);
        await db.InsertAsync(added, cancellationToken);
        await FindSources.NameAsync(db, named, cancellationToken);
        await _priority.TakeAsync(db, requests, added, cancellationToken);
        return (answers, added);
    }

    /// <summary>A repeat is answered whatever the bounds are, so they are looked at once it is known to be none. Of what comes in one batch the day's pictures are counted after it.</summary>
    private Refusal? CheckBounds(Submission submission, QueuePlaces places)
    {
        var (bounds, waiting, count) = (_options.BoundsOf(submission.Class), places.WaitingOf(submission.Requester), submission.Ask.Count);
        var until = bounds.PerDay > 0 ? _allowances.Wait(submission.Spender, count, bounds.PerDay) : TimeSpan.Zero;
        var served = bounds.Waiting > 0 && waiting + count > bounds.Waiting
            ? BackpressurePolicy.RetryAfter(waiting + count, bounds.Waiting, _pace.PicturesPerSecond(), Random.Shared.NextDouble())
            : TimeSpan.Zero;
        return AskBoundsPolicy.Check(submission.Class, bounds, new(waiting, count, until), served);
    }

    private void TakeAllowances(IReadOnlyList<Submission> submissions, IReadOnlyList<SubmitOutcome> answers, HashSet<RequestId> added)
    {
        foreach (var (submission, answer) in submissions.Zip(answers))
        {
            if (_options.BoundsOf(submission.Class).PerDay is var perDay and > 0 && answer is SubmitOutcome.Accepted accepted && added.Remove(accepted.Request.Id))
                _allowances.Take(submission.Spender, submission.Ask.Count, perDay);
        }
    }

    private Request NewRequest(Submission submission) => new()
    {
        Id = Ids.New<RequestId>(_time),
        AccountId = submission.Caller.AccountId,
        RequestKey = submission.Ask.RequestKey,
        Settings = RequestRules.Complete(submission.Ask, submission.Bundle),
        IsVerified = submission.Ask.IsVerified,
        RemixOf = submission.Ask.RemixOf,
        ReleaseConsent = submission.Ask.ReleaseConsent,
        CreatedAt = _time.GetUtcNow(),
    };

    private IEnumerable<Job> NewJobs(Request request, Submission submission, QueuePlaces places, PriorityPurse purse)
    {
        purse.BeginRequest();
        var settings = request.Settings;
        var cost = settings.MflopWith(submission.Bundle);
        var seed = submission.Ask.Seed ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        var lane = Lane.Of(settings).ToString();
        for (var index = 0; index < submission.Ask.Count; index++)
        {
            var (start, finish, paid) = places.Next(submission.Requester, FairQueuePolicy.Price(cost, submission.Ask.IsVerified), submission.Weight, purse);
            var arrival = _arrival.OfNew(lane, settings.BundleId, cost, start, index);
            yield return new Job
            {
                Id = Ids.New<JobId>(_time),
                RequestId = request.Id,
                Index = index,
                Seed = (seed + index) & uint.MaxValue,
                State = JobState.Queued,
                CostMflop = cost,
                Lane = lane,
                BundleId = settings.BundleId,
                Shape = PictureShapes.Of(settings),
                Visibility = submission.Ask.Visibility,
                Requester = submission.Requester,
                StartTag = start,
                FinishTag = finish,
                PaidMflop = paid,
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
        {
            var repeated = submissions.First(one => one.Key == key);
            // One that its person has deleted since is answered with no pictures.
            known[key] = await ViewRequest.ReadAsync(db, id, Viewer.Of(repeated.Caller), cancellationToken)
                ?? new(id, repeated.Caller.AccountId, RequestRules.Complete(repeated.Ask, repeated.Bundle), [], default);
        }
        return known;
    }

    /// <summary>Nobody learns by a remix whether a picture is there that is not for it.</summary>
    private static async Task<IReadOnlyList<Submission>> WithoutUnseenParentsAsync(GridDb db, IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        var kept = new List<Submission>(submissions.Count);
        foreach (var submission in submissions)
        {
            var isSeen = submission.Ask.RemixOf is { } parent
                && await db.JobsVisibleTo(Viewer.Of(submission.Caller)).AnyAsync(job => job.Id == parent, cancellationToken); // primary key
            kept.Add(isSeen ? submission : submission with { Ask = submission.Ask with { RemixOf = null } });
        }
        return kept;
    }

    private sealed record Submission(Ask Ask, Bundle Bundle, Caller Caller, int Weight)
    {
        public (AccountId, string) Key => (Caller.AccountId, Ask.RequestKey);

        public SourceOwner SourceOwner => SourceOwner.Of(Caller.AccountId, Ask.Requester);

        public string Requester { get; } = FairShareKey.Of(Caller.AccountId, Ask.Requester);

        public RateClass Class => AskBoundsPolicy.ClassOf(Caller);

        /// <summary>Whose day's pictures these are of: an account's, for whomever it says it asks, or the visitor's.</summary>
        public string Spender => Caller.IsAnonymous ? Requester : Caller.AccountId.ToString();
    }
}

internal abstract record SubmitOutcome
{
    internal sealed record Accepted(RequestSnapshot Request) : SubmitOutcome;

    internal sealed record Refused(Refusal Refusal) : SubmitOutcome;
}
